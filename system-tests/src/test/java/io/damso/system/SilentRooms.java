package io.damso.system;

import io.damso.client.ChatApi;
import io.damso.client.ChatClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * Rooms with a subscriber in which nobody writes: each is a binding and a feed of its gateway. Times are of
 * {@link System#nanoTime()}. Thread-safe.
 */
final class SilentRooms implements AutoCloseable {

    private static final int ROOMS_PER_SESSION = 150;
    private static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");

    private final List<ChatClient> clients = new ArrayList<>();
    private final Map<String, Long> interrupted = new ConcurrentHashMap<>();
    private final Map<String, Long> resumed = new ConcurrentHashMap<>();

    /** Creates the rooms and subscribes to them, on both gateways in turn. */
    SilentRooms(Cluster cluster, ChatApi api, int count) throws Exception {
        for (int opened = 0; opened < count; opened += ROOMS_PER_SESSION) {
            String token = api.token("silent-" + UUID.randomUUID());
            ChatClient client = cluster.connectTo(GATEWAYS.get(clients.size() % GATEWAYS.size()), token);
            clients.add(client);
            Cluster.now(client.events(this::noted));
            List<CompletableFuture<Void>> joined = new ArrayList<>();
            for (int i = opened; i < Math.min(count, opened + ROOMS_PER_SESSION); i++) {
                joined.add(client.join(api.createRoom(token, "Silent room", List.of()), message -> {}));
            }
            for (CompletableFuture<Void> each : joined) {
                Cluster.now(each);
            }
        }
    }

    private void noted(JsonNode event) {
        String room = event.path("destination").asString("");
        switch (event.path("type").asString("")) {
            case "delivery-interrupted" -> interrupted.put(room, System.nanoTime());
            case "delivery-resumed" -> resumed.put(room, System.nanoTime());
            default -> {
                // others do not count
            }
        }
    }

    boolean allConnected() {
        return clients.stream().noneMatch(client -> client.ended().isDone());
    }

    /** Returns whether each interrupted room was resumed after that. */
    boolean allResumed() {
        return interrupted.entrySet().stream()
                .allMatch(each -> resumed.getOrDefault(each.getKey(), each.getValue() - 1) - each.getValue() >= 0);
    }

    int interrupted() {
        return interrupted.size();
    }

    /** Returns the time when the last room was resumed, or the given one if none was. */
    long lastResumed(long otherwise) {
        return resumed.values().stream()
                .mapToLong(at -> at)
                .reduce((a, b) -> a - b > 0 ? a : b)
                .orElse(otherwise);
    }

    @Override
    public void close() {
        clients.forEach(ChatClient::close);
    }
}
