package io.damso.persistence.rooms.settings;

import static io.damso.persistence.Problem.assertRefused;
import static io.damso.persistence.rooms.RoomClient.assertDone;
import static io.damso.persistence.rooms.RoomClient.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.persistence.AuditLog;
import io.damso.persistence.QueryPlans;
import io.damso.persistence.RunningService.Reply;
import io.damso.persistence.rooms.RoomClient;
import io.damso.persistence.rooms.Rooms;
import io.damso.persistence.rooms.RoomsTest;
import io.damso.persistence.rooms.members.ChangeAnnouncer;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions.Answers;
import io.damso.protocol.RoomArchived;
import io.damso.test.BrokerUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Name, topic and archive of rooms. */
class RoomSettingsIT extends RoomsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ARCHIVE = "{\"archived\":true}";
    private static final String TAKE_BACK = "{\"archived\":false}";

    private static Reply patch(String room, String caller, String body) {
        return service.send("PATCH", room, caller, body);
    }

    private static Reply changed(String room, String caller, String body) {
        Reply reply = patch(room, caller, body);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(rooms.get(room, caller).response().body())
                .isEqualTo(reply.response().body());
        return reply;
    }

    @Test
    void ownerAndModeratorsRename() {
        String room = roomWithModerator();
        assertThat(changed(room, "mod", "{\"name\":\"  Tea ☕ \"}")
                        .json()
                        .get("name")
                        .asString())
                .isEqualTo("Tea ☕");
        assertThat(changed(room, "owner", "{\"name\":\"Coffee\",\"topic\":null}")
                        .json()
                        .get("name")
                        .asString())
                .isEqualTo("Coffee");
        assertThat(service.get("/api/rooms?limit=1", "bob").json().get("rooms").findValuesAsString("name"))
                .containsExactly("Coffee");
    }

    @Test
    void topicIsSetAndRemoved() {
        String room = roomWithModerator();
        assertThat(rooms.get(room, "bob").json().has("topic")).isFalse();
        assertThat(changed(room, "mod", "{\"topic\":\" Green or black? \"}")
                        .json()
                        .get("topic")
                        .asString())
                .isEqualTo("Green or black?");
        Reply both = changed(room, "mod", "{\"name\":\"Tea\",\"topic\":\"\"}");
        assertThat(both.json().has("topic")).isFalse();
        assertThat(both.json().get("name").asString()).isEqualTo("Tea");
        assertThat(changed(room, "mod", "{\"topic\":\"" + "😀".repeat(250) + "\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nothingChangesWhatIsLeftOut() {
        String room = roomWithModerator();
        changed(room, "owner", "{\"topic\":\"t\"}");
        Reply before = rooms.get(room, "owner");
        for (String body : List.of("{}", "{\"name\":null,\"topic\":null,\"archived\":null}", TAKE_BACK)) {
            assertThat(changed(room, "owner", body).response().body())
                    .isEqualTo(before.response().body());
        }
    }

    @Test
    void membersAndOthersChangeNothing() {
        String room = roomWithModerator();
        String before = rooms.get(room, "bob").response().body();
        for (String body : List.of("{\"name\":\"x\"}", "{\"topic\":\"x\"}", "{\"topic\":\"\"}")) {
            assertRefused(patch(room, "bob", body), ErrorCode.NOT_A_MODERATOR);
        }
        for (String body : List.of(ARCHIVE, TAKE_BACK, "{\"name\":\"x\",\"archived\":true}")) {
            assertRefused(patch(room, "bob", body), ErrorCode.NOT_THE_OWNER);
            assertRefused(patch(room, "mod", body), ErrorCode.NOT_THE_OWNER);
        }
        for (String path : List.of(room, "/api/rooms/unknown")) {
            assertRefused(patch(path, "eve", "{\"name\":\"x\"}"), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(patch(path, "eve", ARCHIVE), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(patch(path, "eve", "{}"), ErrorCode.ROOM_NOT_FOUND);
        }
        assertThat(rooms.get(room, "bob").response().body()).isEqualTo(before);
    }

    @Test
    void directRoomIsNotChanged() {
        String room = RoomClient.created(service.send("POST", "/api/direct-rooms", "dora", "{\"with\":\"emil\"}"));
        for (String body : List.of("{\"name\":\"x\"}", "{\"topic\":\"x\"}", ARCHIVE, "{}")) {
            assertRefused(patch(room, "dora", body), ErrorCode.DIRECT_ROOM);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    {"name":""} ~ /name ~ is empty
                    {"name":"a\\nb"} ~ /name ~ holds a control character or a line break
                    {"name":7} ~ /name ~ has the wrong type
                    {"topic":"a\\u202eb"} ~ /topic ~ holds an override of the direction of text
                    {"topic":"a\\u0000b"} ~ /topic ~ holds a control character or a line break
                    {"topic":"\\ud83d"} ~ /topic ~ contains an unpaired surrogate
                    {"topic":"\\u200b"} ~ /topic ~ is empty
                    {"topic":{"$ne":""}} ~ /topic ~ has the wrong type
                    {"archived":"perhaps"} ~ /archived ~ has the wrong type
                    {"archived":[]} ~ /archived ~ has the wrong type
                    {"owner":"mod"} ~ /owner ~ is unknown
                    """)
    void valuesThatCannotBeUsedAreExplained(String body, String field, String detail) {
        Reply reply = patch(roomWithModerator(), "owner", body);
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors").findValuesAsString("field")).containsExactly(field);
        assertThat(reply.json().get("errors").findValuesAsString("detail")).containsExactly(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "hello"})
    void bodyThatCannotBeUsedIsRefused(String body) {
        assertRefused(patch(roomWithModerator(), "owner", body), ErrorCode.BAD_REQUEST);
    }

    @Test
    void longTextsAreRefused() {
        assertRefused(
                patch(roomWithModerator(), "owner", "{\"topic\":\"" + "x".repeat(251) + "\"}"), ErrorCode.BAD_REQUEST);
        assertRefused(
                patch(roomWithModerator(), "owner", "{\"name\":\"" + "x".repeat(101) + "\"}"), ErrorCode.BAD_REQUEST);
    }

    @Test
    void archivedRoomIsReadLeftAndHandedOverAndNothingElse() {
        String room = roomWithModerator();
        assertThat(changed(room, "owner", ARCHIVE).json().get("archived").asBoolean())
                .isTrue();
        changed(room, "owner", ARCHIVE);
        assertThat(service.get("/api/rooms?limit=1", "bob")
                        .json()
                        .get("rooms")
                        .get(0)
                        .get("archived")
                        .asBoolean())
                .isTrue();
        assertThat(service.get(room + "/messages", "bob").status()).isEqualTo(200);
        assertRefused(rooms.add(room, "carol", "owner"), ErrorCode.ROOM_ARCHIVED);
        assertRefused(patch(room, "mod", "{\"name\":\"x\"}"), ErrorCode.ROOM_ARCHIVED);
        assertRefused(patch(room, "owner", "{\"topic\":\"x\",\"archived\":true}"), ErrorCode.ROOM_ARCHIVED);
        assertDone(rooms.remove(room, "bob", "bob"));
        assertDone(rooms.role(room, "mod", "owner", "owner"));
        assertRefused(patch(room, "owner", TAKE_BACK), ErrorCode.NOT_THE_OWNER);
        Reply back = changed(room, "mod", "{\"name\":\"back\",\"archived\":false}");
        assertThat(back.json().get("archived").asBoolean()).isFalse();
        assertThat(back.json().get("name").asString()).isEqualTo("back");
        assertDone(rooms.add(room, "carol", "mod"));
    }

    @Test
    void gatewaysAreToldByEventAndByTheAnswerToTheirQuestions() throws Exception {
        try (Connection connection = broker.connect(BrokerUser.GATEWAY)) {
            BlockingQueue<RoomArchived> told = events(connection);
            String room = roomWithModerator();
            String other = roomWithModerator();
            changed(room, "owner", ARCHIVE);
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(new RoomArchived(id(room), true));
            List<MembershipQuestion> questions = List.of(
                    new MembershipQuestion(id(room), "bob"),
                    new MembershipQuestion(id(other), "bob"),
                    new MembershipQuestion(id(room), "eve"),
                    new MembershipQuestion("unknown", "bob"));
            assertThat(service.bean(Rooms.class).areMembers(questions))
                    .isEqualTo(new Answers(List.of(true, true, false, false), List.of(true, false, false, false)));
            changed(room, "owner", TAKE_BACK);
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(new RoomArchived(id(room), false));
            assertThat(service.bean(Rooms.class).areMembers(questions).archived())
                    .containsOnly(false);
        }
    }

    private static BlockingQueue<RoomArchived> events(Connection connection) throws Exception {
        Channel channel = connection.createChannel();
        String queue = "damso.gateway." + System.nanoTime();
        channel.queueDeclare(queue, false, true, true, null);
        channel.queueBind(queue, BrokerTopology.CONTROL_EXCHANGE, BrokerTopology.ROOM_ARCHIVED_ROUTING_KEY);
        BlockingQueue<RoomArchived> told = new LinkedBlockingQueue<>();
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> told.add(JSON.readValue(delivery.getBody(), RoomArchived.class)),
                tag -> {});
        return told;
    }

    @Test
    void lastEventTellsWhatIsStoredAlsoAfterRequestsAtTheSameTime() throws Exception {
        try (Connection connection = broker.connect(BrokerUser.GATEWAY)) {
            BlockingQueue<RoomArchived> told = events(connection);
            String room = roomWithModerator();
            for (int round = 0; round < 60; round++) {
                changeAtTheSameTime(room, 6);
                boolean stored = rooms.get(room, "owner").json().get("archived").asBoolean();
                assertThat(lastOf(told, "end" + round)).isEqualTo(new RoomArchived(id(room), stored));
            }
        }
    }

    private static void changeAtTheSameTime(String room, int requests) throws Exception {
        List<Future<Reply>> asked = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests; i++) {
                String body = i % 2 == 0 ? ARCHIVE : TAKE_BACK;
                asked.add(executor.submit(() -> patch(room, "owner", body)));
            }
        }
        for (Future<Reply> reply : asked) {
            assertThat(reply.get().status()).isEqualTo(200);
        }
    }

    /** Returns the last event before one that this method publishes. */
    private static RoomArchived lastOf(BlockingQueue<RoomArchived> told, String end) throws InterruptedException {
        service.bean(ChangeAnnouncer.class).announceArchived(end, true);
        RoomArchived last = null;
        for (RoomArchived next = told.poll(10, TimeUnit.SECONDS);
                next != null && !next.roomId().equals(end);
                next = told.poll(10, TimeUnit.SECONDS)) {
            last = next;
        }
        return Objects.requireNonNull(last);
    }

    @Test
    void changesAreAudited() {
        String room = roomWithModerator();
        assertThat(AuditLog.of(() -> {
                    patch(room, "owner", "{\"name\":\"secret\",\"topic\":\"\"}");
                    patch(room, "owner", ARCHIVE);
                    patch(room, "owner", "{}");
                    patch(room, "mod", TAKE_BACK);
                }))
                .containsExactly(
                        "event=room-changed user=owner address=127.0.0.1 room=" + id(room) + " changes=name+topic",
                        "event=room-changed user=owner address=127.0.0.1 room=" + id(room) + " changes=archived");
    }

    @Test
    void changesUseIndexesOnly() {
        String room = roomWithModerator();
        QueryPlans.assertIndexed(
                () -> changed(room, "owner", "{\"name\":\"x\",\"archived\":true}"), "roomId_1_userId_1");
    }
}
