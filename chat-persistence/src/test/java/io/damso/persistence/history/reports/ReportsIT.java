package io.damso.persistence.history.reports;

import static io.damso.persistence.Messages.arrivals;
import static io.damso.persistence.Messages.message;
import static io.damso.persistence.Problem.assertRefused;
import static io.damso.persistence.rooms.RoomClient.assertDone;
import static io.damso.persistence.rooms.RoomClient.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.persistence.AuditLog;
import io.damso.persistence.QueryPlans;
import io.damso.persistence.RunningService;
import io.damso.persistence.RunningService.Reply;
import io.damso.persistence.rooms.RoomClient;
import io.damso.persistence.store.MessageStore;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Reports of messages: who reports, who sees and closes reports, and within which bounds. */
class ReportsIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static RunningService service;
    private static RoomClient rooms;

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo, "damso.persistence.history.cursor-wait=3s");
        rooms = new RoomClient(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String room() {
        String room = rooms.create("owner", "alice", "bob", "mod");
        assertDone(rooms.role(room, "mod", "moderator", "owner"));
        return room;
    }

    private static ChatMessage unstored(String room, String sender) {
        return message(id(room), sender, "text of " + sender);
    }

    private static String stored(String room, String sender) {
        ChatMessage message = unstored(room, sender);
        service.bean(MessageStore.class).store(arrivals(List.of(message)));
        return message.id();
    }

    private static Reply report(String room, String message, String caller, String body) {
        return service.send("POST", room + "/messages/" + message + "/reports", caller, body);
    }

    private static void reported(String room, String message, String caller) {
        assertDone(report(room, message, caller, "{\"reason\":\"reason of %s\"}".formatted(caller)));
    }

    private static Reply list(String room, String caller, String query) {
        return service.get(room + "/reports" + query, caller);
    }

    private static JsonNode listed(String room, String caller) {
        Reply reply = list(room, caller, "");
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json().get("reported");
    }

    private static List<String> messages(JsonNode reported) {
        return reported.valueStream()
                .map(each -> each.get("messageId").asString())
                .toList();
    }

    private static Reply close(String room, String message, String caller) {
        return service.send("DELETE", room + "/reports/" + message, caller, null);
    }

    @Test
    void ownerAndModeratorsSeeTheMessageWithItsReports() {
        String room = room();
        String message = stored(room, "bob");
        reported(room, message, "alice");
        assertDone(report(room, message, "owner", "{}"));
        for (String moderator : List.of("owner", "mod")) {
            JsonNode page = list(room, moderator, "").json();
            assertThat(page.propertyNames()).containsExactly("reported", "hasMore");
            assertThat(page.get("hasMore").asBoolean()).isFalse();
            assertThat(page.get("reported")).hasSize(1);
            JsonNode entry = page.get("reported").get(0);
            assertThat(entry.propertyNames()).containsExactly("id", "messageId", "count", "reports", "message");
            assertThat(entry.get("messageId").asString()).isEqualTo(message);
            assertThat(entry.get("count").asInt()).isEqualTo(2);
            assertThat(entry.get("message"))
                    .isEqualTo(service.get(room + "/messages", "bob")
                            .json()
                            .get("messages")
                            .get(0));
            JsonNode reports = entry.get("reports");
            assertThat(reports.findValuesAsString("reporter")).containsExactly("alice", "owner");
            assertThat(reports.findValuesAsString("reason")).containsExactly("reason of alice");
            assertThat(Instant.parse(reports.get(0).get("reportedAt").asString()))
                    .isBetween(Instant.now().minus(Duration.ofMinutes(2)), Instant.now());
        }
    }

    @Test
    void firstReportOfAUserCounts() {
        String room = room();
        String message = stored(room, "bob");
        reported(room, message, "alice");
        assertDone(report(room, message.toUpperCase(Locale.ROOT), "alice", "{\"reason\":\"another\"}"));
        assertThat(listed(room, "mod").get(0).get("count").asInt()).isOne();
        assertThat(listed(room, "mod").findValuesAsString("reason")).containsExactly("reason of alice");
    }

    @Test
    void reportsAtTheSameTimeAreAllKeptOnce() throws Exception {
        List<String> users = IntStream.range(0, 8).mapToObj(i -> "user" + i).toList();
        for (int round = 0; round < 5; round++) {
            String room = rooms.create("owner", users.toArray(String[]::new));
            String message = stored(room, "owner");
            List<Future<Reply>> asked = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int again = 0; again < 2; again++) {
                    users.forEach(user -> asked.add(executor.submit(() -> report(room, message, user, "{}"))));
                }
            }
            for (Future<Reply> reply : asked) {
                assertDone(reply.get());
            }
            JsonNode entry = listed(room, "owner").get(0);
            assertThat(entry.get("reports").findValuesAsString("reporter")).containsExactlyInAnyOrderElementsOf(users);
            assertThat(entry.get("count").asInt()).isEqualTo(users.size());
        }
    }

    @Test
    void membersSeeNeitherReportsNorReporters() {
        String room = room();
        String message = stored(room, "bob");
        reported(room, message, "alice");
        for (String member : List.of("alice", "bob")) {
            assertRefused(list(room, member, ""), ErrorCode.NOT_A_MODERATOR);
            assertRefused(close(room, message, member), ErrorCode.NOT_A_MODERATOR);
        }
        for (String path : List.of(room, "/api/rooms/unknown")) {
            assertRefused(report(path, message, "eve", "{}"), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(list(path, "eve", ""), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(close(path, message, "eve"), ErrorCode.ROOM_NOT_FOUND);
        }
        assertThat(service.get(room + "/messages", "bob").response().body()).doesNotContain("alice");
        assertThat(listed(room, "mod")).hasSize(1);
    }

    @Test
    void moderatorHasNoSayInReportsOfOwnMessagesAndTheOwnerHas() {
        String room = room();
        String ofMod = stored(room, "mod");
        String ofOwner = stored(room, "owner");
        reported(room, ofMod, "alice");
        reported(room, ofOwner, "alice");
        assertThat(messages(listed(room, "mod"))).containsExactly(ofOwner);
        assertDone(close(room, ofMod, "mod"));
        assertThat(messages(listed(room, "owner"))).containsExactly(ofMod, ofOwner);
        assertDone(close(room, ofMod, "owner"));
        assertDone(close(room, ofOwner, "owner"));
        assertThat(listed(room, "owner")).isEmpty();
    }

    @Test
    void closedReportsAreGoneAndTheMessageMayBeReportedAgain() {
        String room = room();
        String message = stored(room, "bob");
        String other = stored(room, "bob");
        reported(room, message, "alice");
        reported(room, other, "alice");
        for (int again = 0; again < 2; again++) {
            assertDone(close(room, message.toUpperCase(Locale.ROOT), "mod"));
        }
        assertThat(messages(listed(room, "mod"))).containsExactly(other);
        assertThat(service.get(room + "/messages", "alice").json().get("messages"))
                .as("the messages stay")
                .hasSize(2);
        assertDone(close(room(), other, "mod"));
        reported(room, message, "alice");
        assertThat(messages(listed(room, "mod"))).as("oldest first").containsExactly(other, message);
    }

    @Test
    void listIsReadPageByPageAlsoBehindAClosedEntry() {
        String room = room();
        List<String> reported = IntStream.range(0, 5)
                .mapToObj(i -> stored(room, "bob"))
                .toList()
                .reversed();
        reported.forEach(message -> reported(room, message, "alice"));
        JsonNode first = list(room, "mod", "?limit=2").json();
        assertThat(messages(first.get("reported"))).isEqualTo(reported.subList(0, 2));
        assertThat(first.get("hasMore").asBoolean()).isTrue();
        assertDone(close(room, reported.get(1), "mod"));
        String cursor = first.get("reported").get(1).get("id").asString().toUpperCase(Locale.ROOT);
        JsonNode rest = list(room, "mod", "?limit=3&after=" + cursor).json();
        assertThat(messages(rest.get("reported"))).isEqualTo(reported.subList(2, 5));
        assertThat(rest.get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void reportWaitsForAMessageThatIsNotStoredYet() throws Exception {
        String room = room();
        ChatMessage message = unstored(room, "bob");
        FutureTask<Reply> asked = new FutureTask<>(() -> report(room, message.id(), "alice", "{}"));
        Thread.startVirtualThread(asked);
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> asked.get(300, TimeUnit.MILLISECONDS));
        service.bean(MessageStore.class).store(arrivals(List.of(message)));
        assertDone(asked.get());
        assertThat(messages(listed(room, "mod"))).containsExactly(message.id());
    }

    @Test
    void messagesThatAreNotInTheRoomAreNotReported() {
        String room = room();
        String elsewhere = stored(room(), "bob");
        for (String message : List.of(elsewhere, UUID.randomUUID().toString())) {
            assertRefused(report(room, message, "alice", "{}"), ErrorCode.MESSAGE_NOT_STORED_YET);
        }
        assertRefused(report(room, "$ne", "alice", "{}"), ErrorCode.BAD_CURSOR);
        assertThat(listed(room, "mod")).isEmpty();
    }

    @Test
    void ownMessageIsNotReported() {
        String room = room();
        Reply reply = report(room, stored(room, "bob"), "bob", "{}");
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors").findValuesAsString("field")).containsExactly("messageId");
        assertThat(listed(room, "owner")).isEmpty();
    }

    @Test
    void directRoomHasNoReportsAndAnArchivedOneHas() {
        String direct = RoomClient.created(service.send("POST", "/api/direct-rooms", "dora", "{\"with\":\"emil\"}"));
        String message = stored(direct, "emil");
        assertRefused(report(direct, message, "dora", "{}"), ErrorCode.DIRECT_ROOM);
        assertRefused(list(direct, "dora", ""), ErrorCode.DIRECT_ROOM);
        assertRefused(close(direct, message, "dora"), ErrorCode.DIRECT_ROOM);
        String archived = room();
        String late = stored(archived, "bob");
        assertThat(service.send("PATCH", archived, "owner", "{\"archived\":true}")
                        .status())
                .isEqualTo(200);
        reported(archived, late, "alice");
        assertThat(messages(listed(archived, "mod"))).containsExactly(late);
        assertDone(close(archived, late, "mod"));
    }

    @Test
    void reportsOfAMessageAreBounded() {
        List<String> users = IntStream.rangeClosed(0, Reports.MOST_OF_A_MESSAGE)
                .mapToObj(i -> "user" + i)
                .toList();
        String room = rooms.create("owner", users.toArray(String[]::new));
        String message = stored(room, "owner");
        users.forEach(user -> reported(room, message, user));
        JsonNode entry = listed(room, "owner").get(0);
        assertThat(entry.get("count").asInt()).isEqualTo(Reports.MOST_OF_A_MESSAGE);
        assertThat(entry.get("reports").findValuesAsString("reporter"))
                .isEqualTo(users.subList(0, Reports.MOST_OF_A_MESSAGE));
    }

    @Test
    void oneUserCannotUseUpTheReportsOfARoom() {
        String room = room();
        for (int i = 0; i < Reports.MOST_OF_A_USER; i++) {
            reported(room, stored(room, "bob"), "alice");
        }
        String further = stored(room, "bob");
        Reply refused = report(room, further, "alice", "{}");
        assertRefused(refused, ErrorCode.BAD_REQUEST);
        assertThat(refused.json().get("errors").findValuesAsString("detail"))
                .containsExactly("has too many open reports of the caller");
        reported(room, further, "mod");
        reported(room, further, "alice");
        String elsewhere = room();
        reported(elsewhere, stored(elsewhere, "bob"), "alice");
    }

    @Test
    void reportsOfARoomAreBounded() {
        String room = room();
        Report report = new Report("carol", null, Instant.now());
        for (int i = 0; i < Reports.MOST; i++) {
            String openedId = new UUID(i, i).toString();
            service.bean(ReportStore.class)
                    .open(new ReportDocument(
                            UUID.randomUUID().toString(), id(room), "bob", openedId, "carol", 1, List.of(report)));
        }
        String message = stored(room, "bob");
        Reply refused = report(room, message, "alice", "{}");
        assertRefused(refused, ErrorCode.BAD_REQUEST);
        assertThat(refused.json().get("errors").findValuesAsString("detail"))
                .containsExactly("has too many open reports");
        JsonNode missing = listed(room, "mod").get(0);
        assertThat(missing.has("message")).as("a message that is not stored").isFalse();
        assertDone(close(room, missing.get("messageId").asString(), "mod"));
        reported(room, message, "alice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    {"reason":{"$ne":""}} ~ /reason ~ has the wrong type
                    {"reason":"a\\nb"} ~ /reason ~ holds a control character or a line break
                    {"reporter":"bob"} ~ /reporter ~ is unknown
                    """)
    void reasonsThatCannotBeShownAreExplained(String body, String field, String detail) {
        String room = room();
        Reply reply = report(room, stored(room, "bob"), "alice", body);
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors").findValuesAsString("field")).containsExactly(field);
        assertThat(reply.json().get("errors").findValuesAsString("detail")).containsExactly(detail);
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "limit=201, limit", "after=$gt, after", "after=bob, after"})
    void pagesThatCannotBeReadAreExplained(String query, String parameter) {
        Reply reply = list(room(), "mod", "?" + query);
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors").findValuesAsString("field")).containsExactly(parameter);
    }

    @Test
    void reportsAndTheirEndAreAuditedWithoutTheReason() {
        String room = room();
        String message = stored(room, "bob");
        List<String> lines = AuditLog.of(() -> {
            for (int again = 0; again < 2; again++) {
                reported(room, message, "alice");
            }
            for (int again = 0; again < 2; again++) {
                close(room, message, "mod");
            }
        });
        String where = " address=127.0.0.1 room=" + id(room) + " message=" + message;
        assertThat(lines)
                .containsExactly("event=message-reported user=alice" + where, "event=reports-closed user=mod" + where);
    }

    @Test
    void everyQueryUsesAnIndex() {
        String room = room();
        String message = stored(room, "bob");
        QueryPlans.assertIndexed(
                () -> {
                    reported(room, message, "alice");
                    reported(room, message, "owner");
                    String entry = listed(room, "mod").get(0).get("id").asString();
                    list(room, "owner", "?after=" + entry);
                    close(room, message, "mod");
                },
                "roomId_1_openedId_1",
                "roomId_1_openedBy_1",
                "_id_");
    }
}
