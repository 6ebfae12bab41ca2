package io.damso.reliability.scenario;

import io.damso.client.ChatApi;
import io.damso.reliability.client.Connections;
import io.damso.reliability.client.Identity;
import io.damso.reliability.client.ReliableClient;
import io.damso.reliability.cluster.DamsoCluster;
import io.damso.reliability.history.History;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Rooms with their members, each a client on a thread of its own. Half of them connect through NGINX. */
public final class Fleet implements AutoCloseable {

    private static final long END_SECONDS = 20;

    private final HttpClient http;
    private final ChatApi api;
    private final History history;
    private final Load load;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, List<ReliableClient>> rooms = new LinkedHashMap<>();

    /**
     * Creates users and rooms and connects all clients, which listen at first.
     *
     * @throws IOException if the cluster does not answer
     */
    Fleet(DamsoCluster cluster, Load load, History history) throws IOException, InterruptedException {
        this.http = cluster.http();
        this.api = new ChatApi(http, cluster.web());
        this.history = history;
        this.load = load;
        String run = "chaos-" + UUID.randomUUID().toString().substring(0, 8);
        for (int room = 0; room < load.rooms(); room++) {
            openRoom(cluster, run + "-" + room, room);
        }
        members().forEach(threads::execute);
    }

    private void openRoom(DamsoCluster cluster, String name, int number) throws IOException, InterruptedException {
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < load.members(number); i++) {
            String user = name + "-" + i;
            identities.add(new Identity(user, api.token(user), ""));
        }
        String room = api.createRoom(
                identities.getFirst().token(),
                name,
                identities.stream().skip(1).map(Identity::user).toList());
        List<ReliableClient> clients = new ArrayList<>();
        for (int i = 0; i < identities.size(); i++) {
            List<URI> endpoints = i % 2 == 0 ? List.of(cluster.socket()) : cluster.gatewaySockets();
            Connections connections = new Connections(http, api, endpoints, new AtomicInteger(number + i / 2));
            Identity identity =
                    new Identity(identities.get(i).user(), identities.get(i).token(), room);
            clients.add(new ReliableClient(connections, identity, history));
        }
        rooms.put(room, clients);
    }

    /** Returns all who are still members. */
    List<ReliableClient> members() {
        return rooms.values().stream()
                .flatMap(List::stream)
                .filter(ReliableClient::isMember)
                .toList();
    }

    boolean allLive() {
        return members().stream().allMatch(ReliableClient::isLive);
    }

    boolean allAcknowledged() {
        return members().stream().allMatch(ReliableClient::isAcknowledged);
    }

    /** Lets all write as often as the load says. */
    void startWriting() {
        writeMore(load.periodMillis(), 0);
    }

    /** Lets all write more often and longer texts: every so many milliseconds, of at least so many characters. */
    void writeMore(long periodMillis, int characters) {
        rooms.values().forEach(clients -> {
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).writeLong(characters);
                clients.get(i).write(load.periodMillis(i) == 0 ? 0 : periodMillis);
            }
        });
    }

    /** Lets nobody write any more; what was written is still sent. */
    void stopWriting() {
        rooms.values().forEach(clients -> clients.forEach(client -> client.write(0)));
    }

    /** Ends the membership of the last client of each room that writes. */
    void removeOneOfEachRoom() throws IOException, InterruptedException {
        for (Map.Entry<String, List<ReliableClient>> room : rooms.entrySet()) {
            List<ReliableClient> writing =
                    room.getValue().subList(1, Math.min(4, room.getValue().size()));
            ReliableClient removed = writing.getLast();
            api.removeMember(
                    room.getValue().getFirst().identity().token(),
                    room.getKey(),
                    removed.identity().user());
            removed.removed();
        }
    }

    /** Returns the messages of each room as JSON, oldest first. */
    Map<String, List<JsonNode>> stored() throws IOException, InterruptedException {
        Map<String, List<JsonNode>> stored = new LinkedHashMap<>();
        for (Map.Entry<String, String> room : tokens().entrySet()) {
            stored.put(room.getKey(), new RoomHistory(api, room.getValue(), room.getKey()).all());
        }
        return stored;
    }

    /** Returns the token of a member that stays, for each room. */
    Map<String, String> tokens() {
        Map<String, String> tokens = new LinkedHashMap<>();
        rooms.forEach((room, clients) ->
                tokens.put(room, clients.getFirst().identity().token()));
        return tokens;
    }

    /** Returns how many messages are acknowledged. */
    int acknowledged() {
        return rooms.values().stream()
                .flatMap(List::stream)
                .mapToInt(ReliableClient::acknowledged)
                .sum();
    }

    /** Returns whether all have heard everything that is stored. */
    boolean allHeard(Map<String, List<JsonNode>> stored) {
        Map<String, Set<String>> ids = new HashMap<>();
        stored.forEach((room, messages) ->
                ids.put(room, messages.stream().map(RoomHistory::id).collect(Collectors.toSet())));
        return members().stream()
                .allMatch(client ->
                        client.hasHeard(ids.getOrDefault(client.identity().room(), Set.of())));
    }

    /** Returns why clients are not live, for a person. */
    String trouble() {
        return members().stream()
                .filter(client -> !client.isLive())
                .map(ReliableClient::trouble)
                .collect(Collectors.groupingBy(reason -> reason, Collectors.counting()))
                .toString();
    }

    @Override
    public void close() {
        rooms.values().forEach(clients -> clients.forEach(ReliableClient::leave));
        threads.shutdownNow();
        try {
            threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
