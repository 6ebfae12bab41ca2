package io.damso.system.chaos;

import io.damso.client.ChatApi;
import io.damso.client.ChatClient;
import io.damso.system.Cluster;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Rooms with their members. Each member is a client on its own threads. */
final class ChaosRooms implements AutoCloseable {

    private final ChatApi api;
    private final List<ChaosClient> clients = new ArrayList<>();
    private final Map<String, String> openings = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();

    /** Creates users and rooms and connects all clients. */
    ChaosRooms(Cluster cluster, ChaosOptions options, Findings findings, ExecutorService threads) throws Exception {
        HttpClient http = cluster.http();
        api = new ChatApi(http, cluster.web());
        String run = "chaos-" + UUID.randomUUID().toString().substring(0, 8);
        for (int r = 0; r < options.rooms(); r++) {
            String name = run + "-" + r;
            List<String> users = IntStream.range(0, options.clients() / options.rooms())
                    .mapToObj(i -> name + "-" + i)
                    .toList();
            String owner = api.token(users.getFirst());
            String room = api.createRoom(owner, name, users.subList(1, users.size()));
            tokens.put(room, owner);
            openings.put(room, open(cluster, http, room, owner));
            for (String user : users) {
                String token = api.token(user);
                HistoryReader history = new HistoryReader(api, findings, token, room, opening(room));
                clients.add(new ChaosClient(http, cluster.socket(), findings, user, token, room, history));
                threads.execute(history);
            }
        }
        clients.forEach(threads::execute);
    }

    /** Sends a room's first message, after which histories can be read, and returns its id. */
    private String open(Cluster cluster, HttpClient http, String room, String owner) throws Exception {
        try (ChatClient client = Cluster.now(ChatClient.connect(http, cluster.socket(), owner))) {
            Cluster.now(client.send(room, "The room is open"));
        }
        return Awaitility.await("the first message of a room")
                .atMost(Duration.ofSeconds(Cluster.TIMEOUT_SECONDS))
                .until(
                        () -> api.history(owner, room, "limit=1")
                                .path("messages")
                                .path(0)
                                .path("id")
                                .asString(""),
                        id -> !id.isEmpty());
    }

    private String opening(String room) {
        String id = openings.get(room);
        if (id == null) {
            throw new IllegalStateException("No such room: " + room);
        }
        return id;
    }

    List<ChaosClient> clients() {
        return clients;
    }

    /** Returns the clients by room. */
    Map<String, List<ChaosClient>> rooms() {
        Map<String, List<ChaosClient>> rooms = new HashMap<>();
        clients.forEach(client ->
                rooms.computeIfAbsent(client.room(), key -> new ArrayList<>()).add(client));
        return rooms;
    }

    StoredRoom stored(String room) throws Exception {
        return StoredRoom.read(api, String.valueOf(tokens.get(room)), room, opening(room));
    }

    @Override
    public void close() {
        clients.forEach(ChaosClient::leave);
    }
}
