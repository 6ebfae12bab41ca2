package io.damso.reliability.scenario;

import io.damso.client.ChatApi;
import io.damso.client.RefusedException;
import io.damso.reliability.history.History;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/**
 * Reads what is new in the rooms all the time, and notes when a message is found for the first time. Each instance of
 * chat-persistence is asked by a thread of its own, because one that hangs answers nothing for long. Thread-safe.
 */
final class StoreWatch implements AutoCloseable {

    private static final long PAUSE_MILLIS = 100;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> found = ConcurrentHashMap.newKeySet();
    private final History history;

    /**
     * Begins to read.
     *
     * @param instances addresses of chat-persistence
     * @param tokens a member's token for each room
     */
    StoreWatch(List<URI> instances, Map<String, String> tokens, History history) {
        this.history = history;
        for (URI instance : instances) {
            ChatApi api = new ChatApi(http, instance);
            List<RoomHistory> rooms = tokens.entrySet().stream()
                    .map(room -> new RoomHistory(api, room.getValue(), room.getKey()))
                    .toList();
            threads.execute(() -> read(rooms));
        }
    }

    /** Returns how many different messages were found. */
    int found() {
        return found.size();
    }

    private void read(List<RoomHistory> rooms) {
        Map<String, String> newest = new HashMap<>();
        try {
            while (!threads.isShutdown()) {
                for (RoomHistory room : rooms) {
                    readOn(room, newest);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one page: in a long backlog all rooms must have their turns. */
    private void readOn(RoomHistory room, Map<String, String> newest) throws InterruptedException {
        try {
            String last = newest.get(room.room());
            List<JsonNode> messages = last == null ? room.all() : room.behind(last);
            if (!messages.isEmpty()) {
                messages.forEach(message -> note(room.room(), message));
                newest.put(room.room(), RoomHistory.id(messages.getLast()));
            }
        } catch (IOException | RefusedException e) {
            // Persistence or its store is away, which is what this waits for the end of.
        }
    }

    private void note(String room, JsonNode message) {
        if (found.add(RoomHistory.id(message))) {
            history.add("found", "room", room, "message", RoomHistory.name(message), "id", RoomHistory.id(message));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.shutdownNow();
    }
}
