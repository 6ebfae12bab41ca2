package io.damso.persistence.rooms;

import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.persistence.QueryPlans;
import io.damso.persistence.RunningService;
import io.damso.persistence.RunningService.Reply;
import io.damso.persistence.rooms.members.MembershipDocument;
import io.damso.persistence.rooms.members.Memberships;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.MembershipQuestion;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RoomsIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void createdRoomHasTheCallerAndEveryMemberOnce() {
        Reply created = service.send(
                "POST", "/api/rooms", "alice", "{\"name\":\"Kaffee ☕\",\"members\":[\"bob\",\"alice\",\"bob\"]}");
        assertThat(created.status()).isEqualTo(201);
        String id = created.json().get("id").asString();
        assertThat(created.header("Location")).isEqualTo("/api/rooms/" + id);
        assertThat(created.response().body())
                .isEqualTo(
                        ("{\"id\":\"%s\",\"name\":\"Kaffee ☕\",\"kind\":\"group\",\"archived\":false,\"members\":[\"alice\",\"bob\"],\"owner\":\"alice\","
                                        + "\"moderators\":[]}")
                                .formatted(id));
        for (String member : List.of("alice", "bob")) {
            assertThat(service.get("/api/rooms/" + id, member).response().body())
                    .isEqualTo(created.response().body());
        }
    }

    @Test
    void membersMayBeLeftOut() {
        assertThat(members(service.send("POST", "/api/rooms", "alice", "{\"name\":\"me\"}")))
                .containsExactly("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u200db",
                "👩‍👩‍👧",
                "العربية",
                "\u200fעברית",
                "e\u0301",
                "<b>&amp;</b>",
                "..",
                "a\u00a0b",
                "🂡"
            })
    void nameMayHaveWhatIsSeenInAnyScript(String name) {
        assertThat(create("alice", name).json().get("name").asString()).isEqualTo(name);
    }

    @Test
    void whiteSpaceAroundANameIsRemoved() {
        Reply created = create("alice", " \u3000\tLobby one\n ");
        assertThat(created.json().get("name").asString()).isEqualTo("Lobby one");
        assertThat(service.get(path(created), "alice").json().get("name").asString())
                .isEqualTo("Lobby one");
        assertThat(create("alice", " " + "x".repeat(100) + " ").status()).isEqualTo(201);
    }

    @Test
    void idsMayBeWrittenInCapitals() {
        Reply room = create("alice", "r", "bob");
        String capitals = "/api/rooms/" + id(room).toUpperCase(Locale.ROOT);
        assertThat(service.get(capitals, "bob").response().body())
                .isEqualTo(room.response().body());
        assertThat(service.send("PUT", capitals + "/members/carol", "alice", null)
                        .status())
                .isEqualTo(204);
        assertThat(members(service.get(path(room), "carol"))).containsExactly("alice", "bob", "carol");
        assertThat(service.send("DELETE", capitals + "/members/bob", "alice", null)
                        .status())
                .isEqualTo(204);
        assertRefused(service.get(path(room), "bob"), ErrorCode.ROOM_NOT_FOUND);
        create("carol", "newer");
        assertThat(service.get(
                                "/api/rooms?before="
                                        + id(create("carol", "newest")).toUpperCase(Locale.ROOT),
                                "carol")
                        .json()
                        .get("rooms")
                        .findValuesAsString("name"))
                .containsExactly("newer", "r");
        assertThat(service.get(capitals + "/messages", "alice").status()).isEqualTo(200);
        // User ids are case-sensitive: Alice and alice may be two users.
        assertThat(service.send("PUT", path(room) + "/members/" + id(room).toUpperCase(Locale.ROOT), "alice", null)
                        .status())
                .isEqualTo(204);
        assertThat(members(service.get(path(room), "alice"))).contains(id(room).toUpperCase(Locale.ROOT));
    }

    @Test
    void cursorReturnsEveryRoomOnce() {
        List<String> ids = IntStream.range(0, 230)
                .mapToObj(i -> id(create("collector", "room " + i)))
                .toList();
        for (String limit : List.of("", "&limit=200", "&limit=46", "&limit=1")) {
            List<String> listed = new ArrayList<>();
            JsonNode page;
            do {
                String before = listed.isEmpty() ? "" : "&before=" + listed.getLast();
                page = service.get("/api/rooms?" + (limit + before).replaceFirst("&", ""), "collector")
                        .json();
                assertThat(page.get("rooms")).isNotEmpty();
                listed.addAll(page.get("rooms").findValuesAsString("id"));
            } while (page.get("hasMore").asBoolean());
            assertThat(listed).as("limit" + limit).containsExactlyElementsOf(ids.reversed());
        }
    }

    @Test
    void roomThatWasNeverFinishedDoesNotEndTheList() {
        Reply oldest = create("unlucky", "oldest");
        for (int i = 0; i < 3; i++) { // as if the process had died after it wrote the members
            service.bean(Memberships.class)
                    .addAll(List.of(MembershipDocument.of(
                            UuidCreator.getTimeOrderedEpoch().toString(), "unlucky", Instant.EPOCH)));
        }
        JsonNode page = service.get("/api/rooms?limit=1", "unlucky").json();
        assertThat(page.get("rooms").findValuesAsString("id")).containsExactly(id(oldest));
        assertThat(page.get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void boundsOfNameAndMembersAreKept() {
        assertThat(create("alice", "x".repeat(100), "bob").status()).isEqualTo(201);
        assertThat(create("alice", "😀".repeat(100), "bob").status())
                .as("100 characters in 200 UTF-16 units")
                .isEqualTo(201);
        assertRefused(create("alice", "x".repeat(101), "bob"), ErrorCode.BAD_REQUEST);
        assertRefused(create("alice", "😀".repeat(101), "bob"), ErrorCode.BAD_REQUEST);
        String[] most = IntStream.range(0, 999).mapToObj(i -> "user" + i).toArray(String[]::new);
        Reply full = create("alice", "full", most);
        assertThat(full.status()).isEqualTo(201);
        assertRefused(service.send("PUT", member(full, "oneMore"), "alice", null), ErrorCode.BAD_REQUEST);
        assertThat(service.send("PUT", member(full, "user7"), "alice", null).status())
                .isEqualTo(204);
        String[] tooMany = IntStream.range(0, 1_000).mapToObj(i -> "user" + i).toArray(String[]::new);
        assertRefused(create("alice", "too full", tooMany), ErrorCode.BAD_REQUEST);
    }

    @Test
    void listIsPagedNewestFirst() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> id(create("lister", "room " + i)))
                .toList()
                .reversed();
        JsonNode all = service.get("/api/rooms", "lister").json();
        assertThat(all.get("rooms").findValuesAsString("id")).containsExactlyElementsOf(ids);
        assertThat(all.get("rooms").get(0).get("members").get(0).asString()).isEqualTo("lister");
        assertThat(all.get("hasMore").asBoolean()).isFalse();
        JsonNode page =
                service.get("/api/rooms?limit=2&before=" + ids.get(1), "lister").json();
        assertThat(page.get("rooms").findValuesAsString("id")).containsExactly(ids.get(2), ids.get(3));
        assertThat(page.get("hasMore").asBoolean()).isTrue();
        assertThat(service.get("/api/rooms", "nobody-yet").json().get("rooms")).isEmpty();
    }

    @Test
    void pageOfLargeRoomsIsCutWhereItHoldsTooManyMembers() {
        String[] others = IntStream.range(0, 999).mapToObj(i -> "user" + i).toArray(String[]::new);
        List<String> ids = IntStream.range(0, 6)
                .mapToObj(i -> id(create("host", "large " + i, others)))
                .toList()
                .reversed();
        JsonNode page = service.get("/api/rooms", "host").json();
        assertThat(page.get("rooms").findValuesAsString("id")).containsExactlyElementsOf(ids.subList(0, 5));
        assertThat(page.get("rooms")
                        .valueStream()
                        .map(room -> room.get("members").size()))
                .containsOnly(1_000);
        assertThat(page.get("hasMore").asBoolean()).isTrue();
        JsonNode rest = service.get("/api/rooms?before=" + ids.get(4), "host").json();
        assertThat(rest.get("rooms").findValuesAsString("id")).containsExactly(ids.get(5));
        assertThat(rest.get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void nonMembersCannotDetectWhetherARoomExists() {
        String room = "/api/rooms/" + id(create("alice", "private", "bob"));
        for (String path : List.of(room, "/api/rooms/unknown")) {
            assertRefused(service.get(path, "eve"), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(service.send("PUT", path + "/members/eve", "eve", null), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(service.send("DELETE", path + "/members/bob", "eve", null), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(service.get(path + "/messages", "eve"), ErrorCode.ROOM_NOT_FOUND);
        }
        assertThat(service.get("/api/rooms", "eve").json().get("rooms")).isEmpty();
    }

    @Test
    void unusableUserIdIsRefused() {
        Reply room = create("alice", "r");
        assertRefused(service.send("PUT", member(room, "a%20b"), "alice", null), ErrorCode.BAD_REQUEST);
        assertRefused(service.send("DELETE", member(room, "a%20b"), "alice", null), ErrorCode.BAD_REQUEST);
        assertThat(service.send("PUT", member(room, "kim@example.org%7C7:x"), "alice", null)
                        .status())
                .isEqualTo(204);
        assertThat(service.get(path(room), "kim@example.org|7:x").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"POST,/api/rooms/some", "PATCH,/api/rooms", "GET,/api/rooms/some/members/alice"})
    void wrongMethodIsRefused(String method, String path) {
        Reply reply = service.send(method, path, "alice", null);
        assertRefused(reply, ErrorCode.METHOD_NOT_ALLOWED);
        assertThat(reply.header("Allow")).isNotEmpty();
    }

    @Test
    void gatewaysGetAnEventForEveryChangeButNotForNewRooms() throws Exception {
        try (Connection connection = broker.connect(BrokerUser.GATEWAY)) {
            Channel channel = connection.createChannel();
            String queue = "damso.gateway." + System.nanoTime();
            channel.queueDeclare(queue, false, true, true, null);
            channel.queueBind(queue, BrokerTopology.CONTROL_EXCHANGE, "membership.*");
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            channel.basicConsume(
                    queue,
                    true,
                    (tag, delivery) -> told.add(delivery.getEnvelope().getRoutingKey() + " "
                            + JSON.readValue(delivery.getBody(), MembershipChanged.class)),
                    tag -> {});
            Reply room = create("alice", "told", "bob");
            String id = id(room);
            service.send("PUT", member(room, "carol"), "alice", null);
            service.send("DELETE", member(room, "bob"), "alice", null);
            List<String> heard = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                heard.add(told.poll(10, TimeUnit.SECONDS));
            }
            // In any order: gateways query again after each event.
            assertThat(heard)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(new MembershipChanged(id, "carol", true), new MembershipChanged(id, "bob", false))
                                    .map(change -> "membership." + id + " " + change)
                                    .toList());
        }
    }

    @Test
    void everyQueryUsesAnIndex() {
        QueryPlans.assertIndexed(
                () -> {
                    Reply room = create("indexer", "r", "bob");
                    service.get(path(room), "bob");
                    service.get("/api/rooms", "indexer");
                    service.get("/api/rooms?limit=1&before=" + id(room), "indexer");
                    service.bean(Rooms.class).areMembers(List.of(new MembershipQuestion(id(room), "bob")));
                },
                "_id_",
                "userId_1_roomId_1",
                "roomId_1_userId_1");
    }

    private static Reply create(String owner, String name, String... members) {
        String body = JSON.writeValueAsString(new NewRoom(name, List.of(members)));
        return service.send("POST", "/api/rooms", owner, body);
    }

    private static String id(Reply room) {
        return room.json().get("id").asString();
    }

    private static String path(Reply room) {
        return "/api/rooms/" + id(room);
    }

    private static String member(Reply room, String userId) {
        return path(room) + "/members/" + userId;
    }

    private static List<String> members(Reply room) {
        return room.json().get("members").valueStream().map(JsonNode::asString).toList();
    }
}
