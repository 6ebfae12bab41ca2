package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatApi;
import io.damso.client.ChatClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Clients that send in rooms of four while gateways stop, and an observer of each room. Afterwards everything that was
 * sent must be acknowledged, stored once and, where the observer's session lived, heard once.
 */
final class MovingClients implements AutoCloseable {

    private static final int OF_A_ROOM = 4;

    private final Cluster cluster;
    private final ChatApi api;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<MovingClient> clients = new ArrayList<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, List<String>> heard = new HashMap<>();
    private final List<ChatClient> observers = new ArrayList<>();

    /** Connects this number of clients, a multiple of four, and waits until all send. */
    MovingClients(Cluster cluster, int count) throws Exception {
        this.cluster = cluster;
        this.api = cluster.api();
        for (int i = 0; i < count / OF_A_ROOM; i++) {
            openRoom();
        }
        for (MovingClient client : clients) { // one after the other: a gateway that has just started answers slowly
            threads.execute(client);
            await("the client to send").until(() -> !client.acknowledged().isEmpty());
        }
    }

    private void openRoom() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < OF_A_ROOM; i++) {
            names.add("moving-" + UUID.randomUUID());
        }
        String owner = api.token(names.getFirst());
        String room = api.createRoom(owner, "Room of moving clients", names.subList(1, OF_A_ROOM));
        owners.put(room, owner);
        for (String name : names) {
            clients.add(new MovingClient(cluster.http(), cluster.socket(), name, api.token(name), room));
        }
    }

    /** Subscribes to each room on the gateway; all messages that are acknowledged later must be heard there once. */
    void observe(String node) throws Exception {
        for (Map.Entry<String, String> room : owners.entrySet()) {
            List<String> ids = new CopyOnWriteArrayList<>();
            heard.put(room.getKey(), ids);
            ChatClient observer = cluster.connectTo(node, room.getValue());
            observers.add(observer);
            Cluster.now(observer.join(
                    room.getKey(),
                    message -> ids.add(message.path("clientMessageId").stringValue())));
        }
    }

    /** Returns the clients whose session is on the gateway. */
    List<MovingClient> on(String node) {
        return clients.stream().filter(client -> client.node().equals(node)).toList();
    }

    List<MovingClient> all() {
        return clients;
    }

    /** Waits until all clients have ended and everything that they sent is acknowledged. */
    void finish() throws InterruptedException {
        clients.forEach(MovingClient::finish);
        threads.shutdown();
        assertThat(threads.awaitTermination(2 * Cluster.TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .as("everything is acknowledged; %s", trouble())
                .isTrue();
    }

    private List<String> trouble() {
        return clients.stream()
                .flatMap(client -> client.trouble().stream())
                .distinct()
                .toList();
    }

    /** Checks that nothing was refused for good, lost or doubled. */
    void assertNothingLostOrDoubled() {
        for (MovingClient client : clients) {
            assertThat(client.finalRefusals())
                    .as("refusals that are not retryable")
                    .isEmpty();
        }
        for (String room : owners.keySet()) {
            List<String> expected = clients.stream()
                    .filter(client -> client.room().equals(room))
                    .flatMap(client -> client.acknowledged().stream())
                    .toList();
            await("all messages in the history")
                    .atMost(Duration.ofSeconds(Cluster.TIMEOUT_SECONDS))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(stored(room)).containsExactlyInAnyOrderElementsOf(expected));
        }
        assertThat(observers).noneMatch(observer -> observer.ended().isDone());
        heard.forEach((room, ids) -> await("all messages at the observer").untilAsserted(() -> {
            assertThat(ids).doesNotHaveDuplicates().containsAll(storedSince(room, ids));
        }));
    }

    /** Returns what is stored of each sender, from the first one that the observer heard: order is that of a sender. */
    private List<String> storedSince(String room, List<String> ids) throws Exception {
        Map<String, Integer> first = new HashMap<>();
        ids.forEach(id -> first.putIfAbsent(sender(id), number(id)));
        assertThat(first).as("senders that the observer heard").hasSize(OF_A_ROOM);
        return stored(room).stream()
                .filter(id -> number(id) >= first.get(sender(id)))
                .toList();
    }

    private static int number(String clientMessageId) {
        return Integer.parseInt(clientMessageId.substring(clientMessageId.indexOf('/') + 1));
    }

    private static String sender(String clientMessageId) {
        return clientMessageId.substring(0, clientMessageId.indexOf('/'));
    }

    /** Returns the clientMessageIds of a room, oldest first. */
    private List<String> stored(String room) throws Exception {
        List<String> ids = new ArrayList<>();
        JsonNode page;
        String before = "";
        do {
            page = api.history(owners.get(room), room, "limit=200" + before);
            for (JsonNode message : page.path("messages")) {
                ids.addFirst(message.path("clientMessageId").stringValue());
                before = "&before=" + message.path("id").stringValue();
            }
        } while (page.path("hasMore").booleanValue());
        return ids;
    }

    @Override
    public void close() {
        clients.forEach(MovingClient::finish);
        threads.shutdownNow();
        observers.forEach(ChatClient::close);
    }
}
