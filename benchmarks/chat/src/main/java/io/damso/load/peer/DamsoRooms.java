package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.client.ChatApi;
import io.damso.client.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Creates rooms and reads their history over REST, directly from chat-persistence. The first member owns a room and
 * reads its history. Thread-safe.
 */
final class DamsoRooms implements AutoCloseable {

    /** Number of rooms created concurrently. The store writes concurrent requests together. */
    private static final int PARALLEL = 16;

    private static final int PAGE = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ChatApi api;
    private final DamsoTokens tokens;
    private final Map<String, String> owners = new ConcurrentHashMap<>();

    /**
     * Creates the client.
     *
     * @param persistence address of chat-persistence, without path
     */
    DamsoRooms(URI persistence, DamsoTokens tokens) {
        this.api = new ChatApi(http, persistence);
        this.tokens = tokens;
    }

    /**
     * Creates a room for each list of members and returns the ids in this order.
     *
     * @throws BenchmarkException if a room cannot be created
     * @throws InterruptedException if interrupted
     */
    List<String> create(List<List<String>> members) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<String>> ids = new ArrayList<>();
            for (List<String> ofRoom : members) {
                String name = "load " + ids.size();
                ids.add(workers.submit(() -> create(name, ofRoom)));
            }
            List<String> created = new ArrayList<>();
            for (Future<String> id : ids) {
                created.add(id.get());
            }
            return created;
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new BenchmarkException("Cannot create a room: " + cause.getMessage(), cause);
        } finally {
            workers.shutdownNow();
        }
    }

    private String create(String name, List<String> members) throws IOException, InterruptedException {
        String owner = members.getFirst();
        String id = api.createRoom(tokens.token(owner), name, members);
        owners.put(id, owner);
        return id;
    }

    /**
     * Counts the messages in a room's history, page by page from the newest.
     *
     * @throws BenchmarkException if the history cannot be read, or the room was not created here
     * @throws InterruptedException if interrupted
     */
    long countMessages(String roomId) throws InterruptedException {
        LongAdder count = new LongAdder();
        pages(roomId, page -> count.add(page.path("messages").size()));
        return count.sum();
    }

    /**
     * Reads a room's history page by page from the newest.
     *
     * @throws BenchmarkException if the history cannot be read, or the room was not created here
     * @throws InterruptedException if interrupted
     */
    void pages(String roomId, Consumer<JsonNode> pages) throws InterruptedException {
        String owner = owners.get(roomId);
        if (owner == null) {
            throw new BenchmarkException("No room " + roomId);
        }
        String token = tokens.token(owner);
        try {
            String query = "limit=" + PAGE;
            for (; ; ) {
                JsonNode page = api.history(token, roomId, query);
                JsonNode messages = page.path("messages");
                pages.accept(page);
                if (!page.path("hasMore").booleanValue()) {
                    return;
                }
                query = "limit=" + PAGE + "&before="
                        + messages.get(messages.size() - 1).path("id").stringValue();
            }
        } catch (IOException | RefusedException e) {
            throw new BenchmarkException("Cannot read the history of room " + roomId + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the newest messages of a room as JSON, at most one page.
     *
     * @throws BenchmarkException if the history cannot be read, or the room was not created here
     * @throws InterruptedException if interrupted
     */
    byte[] newest(String roomId, int count) throws InterruptedException {
        String owner = owners.get(roomId);
        if (owner == null) {
            throw new BenchmarkException("No room " + roomId);
        }
        try {
            return api.history(tokens.token(owner), roomId, "limit=" + Math.min(count, PAGE))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException | RefusedException e) {
            throw new BenchmarkException("Cannot read the history of room " + roomId + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
