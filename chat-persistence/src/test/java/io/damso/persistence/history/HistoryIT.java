package io.damso.persistence.history;

import static io.damso.persistence.Messages.arrivals;
import static io.damso.persistence.Messages.message;
import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.damso.persistence.RunningService;
import io.damso.persistence.RunningService.Reply;
import io.damso.persistence.store.MessageStore;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HistoryIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    /** Longer than the default, because messages are stored and members removed during it. */
    private static final Duration CURSOR_WAIT = Duration.ofSeconds(5);
    /** A request that missed the end of the wait would time out, later. */
    private static final Duration SLACK = Duration.ofSeconds(15);

    /** More requests than the service handles at once. */
    private static final int MANY = 300;

    private static RunningService service;
    private static String path;
    private static List<ChatMessage> messages;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                broker,
                mongo,
                "damso.persistence.store.selection-timeout=2s",
                "damso.persistence.history.cursor-wait=" + CURSOR_WAIT.toSeconds() + "s");
        String room = service.send("POST", "/api/rooms", "alice", "{\"name\":\"r\"}")
                .json()
                .get("id")
                .asString();
        path = "/api/rooms/" + room + "/messages";
        messages = IntStream.range(0, 120)
                .mapToObj(i -> message(room, "alice", "text " + i))
                .toList();
        service.bean(MessageStore.class).store(arrivals(messages));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void withoutCursorTheNewestComeFirst() {
        JsonNode page = service.get(path, "alice").json();
        assertThat(ids(page)).containsExactlyElementsOf(expected(70, 120).reversed());
        assertThat(page.get("hasMore").asBoolean()).isTrue();
    }

    @Test
    void beforeGoesBackUntilTheFirst() {
        JsonNode page = page("before=" + messages.get(100).id() + "&limit=60");
        assertThat(ids(page)).containsExactlyElementsOf(expected(40, 100).reversed());
        JsonNode last = page("limit=40&before=" + messages.get(40).id());
        assertThat(ids(last)).containsExactlyElementsOf(expected(0, 40).reversed());
        assertThat(last.get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void afterGoesForwardUntilTheLast() {
        assertThat(ids(page("limit=3&after=" + messages.get(10).id()))).containsExactlyElementsOf(expected(11, 14));
        JsonNode last = page("limit=200&after=" + messages.get(100).id());
        assertThat(ids(last)).containsExactlyElementsOf(expected(101, 120));
        assertThat(last.get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void idsMayBeWrittenInCapitals() {
        String room = path.replace("/messages", "").toUpperCase(Locale.ROOT).replace("/API/ROOMS/", "/api/rooms/");
        String tenth = messages.get(10).id().toUpperCase(Locale.ROOT);
        JsonNode page =
                service.get(room + "/messages?limit=3&after=" + tenth, "alice").json();
        assertThat(ids(page)).containsExactlyElementsOf(expected(11, 14));
        assertThat(page.get("messages").findValuesAsString("roomId"))
                .containsOnly(messages.getFirst().roomId());
        assertThat(ids(page("limit=3&before=" + tenth)))
                .containsExactlyElementsOf(expected(7, 10).reversed());
    }

    @Test
    void messageHasTheDocumentedFields() {
        ChatMessage first = messages.getFirst();
        assertThat(page("limit=1&before=" + messages.get(1).id())
                        .get("messages")
                        .toString())
                .isEqualTo(("[{\"id\":\"%s\",\"roomId\":\"%s\",\"sender\":\"alice\",\"type\":\"chat\","
                                + "\"text\":\"text 0\",\"sentAt\":\"2026-03-01T10:15:30.000Z\",\"clientMessageId\":\"%s\",\"seq\":1}]")
                        .formatted(first.id(), first.roomId(), first.clientMessageId()));
    }

    @Test
    void answersAreReadByPageAndCountedInTheHistory() {
        String room = newRoom();
        ChatMessage question = message(room, "alice", "Tea?");
        List<ChatMessage> answers = IntStream.range(0, 5)
                .mapToObj(i -> answer(question, "answer " + i))
                .toList();
        service.bean(MessageStore.class).store(arrivals(List.of(question)));
        service.bean(MessageStore.class).store(arrivals(answers));
        String replies = "/api/rooms/" + room + "/messages/" + question.id() + "/replies";
        JsonNode first = service.get(replies + "?limit=3", "alice").json();
        assertThat(ids(first)).containsExactlyElementsOf(idsOf(answers.subList(0, 3)));
        assertThat(first.get("hasMore").asBoolean()).isTrue();
        JsonNode rest =
                service.get(replies + "?after=" + answers.get(2).id(), "alice").json();
        assertThat(ids(rest)).containsExactlyElementsOf(idsOf(answers.subList(3, 5)));
        assertThat(rest.get("hasMore").asBoolean()).isFalse();
        JsonNode history =
                service.get("/api/rooms/" + room + "/messages", "alice").json();
        assertThat(history.get("messages").get(5).get("replies").toString())
                .isEqualTo("{\"count\":5,\"lastSentAt\":\"2026-03-01T10:15:30.000Z\"}");
        assertThat(history.get("messages").get(0).has("replies")).isFalse();
    }

    @Test
    void answersAreReadByMembersOfTheRoomOnly() {
        ChatMessage elsewhere = message(newRoom(), "alice", "x");
        service.bean(MessageStore.class).store(arrivals(List.of(elsewhere)));
        String own = path + "/" + messages.getFirst().id() + "/replies";
        assertRefused(service.get(own, "mallory"), ErrorCode.ROOM_NOT_FOUND);
        assertRefused(service.get(path + "/" + elsewhere.id() + "/replies", "alice"), ErrorCode.MESSAGE_NOT_STORED_YET);
        assertRefused(service.get(path + "/nonsense/replies", "alice"), ErrorCode.BAD_CURSOR);
        assertRefused(service.get(own + "?after=nonsense", "alice"), ErrorCode.BAD_CURSOR);
        assertRefused(service.get(own + "?limit=201", "alice"), ErrorCode.BAD_REQUEST);
        assertThat(service.get(own, "alice").response().body()).isEqualTo("{\"messages\":[],\"hasMore\":false}");
    }

    private static ChatMessage answer(ChatMessage question, String text) {
        ChatMessage plain = message(question.roomId(), "bob", text);
        return new ChatMessage(
                plain.id(),
                plain.roomId(),
                plain.sender(),
                plain.type(),
                text,
                plain.sentAt(),
                plain.clientMessageId(),
                question.id(),
                null);
    }

    @Test
    void roomWithoutMessagesHasAnEmptyPage() {
        String room = service.send("POST", "/api/rooms", "alice", "{\"name\":\"e\"}")
                .json()
                .get("id")
                .asString();
        assertThat(service.get("/api/rooms/" + room + "/messages", "alice")
                        .response()
                        .body())
                .isEqualTo("{\"messages\":[],\"hasMore\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=-5", "limit=ten", "before=a&after=b", "before=%C3%28"})
    void unusableQueryIsRefused(String query) {
        assertRefused(service.get(path + "?" + query, "alice"), ErrorCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void cursorThatCannotBeAnIdIsRefusedForGood(String direction) {
        String id = messages.getFirst().id();
        for (String cursor : List.of("nonsense", "", "1-1-1-1-1", id.replace("-", ""), id + "0", id + "%00")) {
            assertRefused(service.get(path + "?" + direction + "=" + cursor, "alice"), ErrorCode.BAD_CURSOR);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void cursorThatIsNeverStoredInTheRoomIsRefusedAsRetryableAfterAWhile(String direction) {
        ChatMessage elsewhere = message("elsewhere", "alice", "x");
        service.bean(MessageStore.class).store(arrivals(List.of(elsewhere)));
        for (String cursor : List.of(elsewhere.id(), UUID.randomUUID().toString())) {
            long begin = System.nanoTime();
            Reply reply = service.get(path + "?" + direction + "=" + cursor, "alice");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(CURSOR_WAIT, CURSOR_WAIT.plus(SLACK));
            assertRefused(reply, ErrorCode.MESSAGE_NOT_STORED_YET);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void cursorThatIsStoredDuringTheRequestIsUsed(String direction) throws Exception {
        String room = newRoom();
        List<ChatMessage> three = IntStream.range(0, 3)
                .mapToObj(i -> message(room, "alice", "text " + i))
                .toList();
        FutureTask<Reply> asked = ask(room, direction + "=" + three.get(1).id());
        // The delay is what is tested: the message is stored some time after the request has arrived.
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> asked.get(300, TimeUnit.MILLISECONDS));
        service.bean(MessageStore.class).store(arrivals(three));
        JsonNode page = asked.get().json();
        assertThat(ids(page))
                .containsExactly(three.get(direction.equals("after") ? 2 : 0).id());
        assertThat(page.get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void whoIsRemovedDuringTheWaitSeesNoRoom() throws Exception {
        String room = newRoom();
        assertThat(service.send("PUT", "/api/rooms/" + room + "/members/bob", "alice", null)
                        .status())
                .isLessThan(300);
        FutureTask<Reply> asked = ask(room, "after=" + UUID.randomUUID(), "bob");
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> asked.get(300, TimeUnit.MILLISECONDS));
        assertThat(service.send("DELETE", "/api/rooms/" + room + "/members/bob", "alice", null)
                        .status())
                .isLessThan(300);
        assertRefused(asked.get(), ErrorCode.ROOM_NOT_FOUND);
    }

    @Test
    void inventedCursorsOccupyNothing() throws Exception {
        String room = newRoom();
        List<FutureTask<Reply>> waiting = IntStream.range(0, MANY)
                .mapToObj(i -> ask(room, "after=" + UUID.randomUUID()))
                .toList();
        assertThat(service.get(path + "?limit=1", "alice").status()).isEqualTo(200);
        assertThat(waiting).as("the other request was answered meanwhile").anyMatch(one -> !one.isDone());
        for (FutureTask<Reply> one : waiting) {
            assertRefused(one.get(), ErrorCode.MESSAGE_NOT_STORED_YET);
        }
    }

    @Test
    void unavailableStoreIsReported() {
        mongo.disconnect();
        try {
            assertRefused(service.get(path, "alice"), ErrorCode.STORE_UNAVAILABLE);
            assertRefused(service.get("/api/rooms", "alice"), ErrorCode.STORE_UNAVAILABLE);
        } finally {
            mongo.reconnect();
        }
        await("history is back")
                .atMost(Duration.ofMinutes(1))
                .until(() -> service.get(path, "alice").status() == 200);
    }

    private static String newRoom() {
        return service.send("POST", "/api/rooms", "alice", "{\"name\":\"n\"}")
                .json()
                .get("id")
                .asString();
    }

    private static FutureTask<Reply> ask(String room, String query) {
        return ask(room, query, "alice");
    }

    private static FutureTask<Reply> ask(String room, String query, String user) {
        FutureTask<Reply> asked =
                new FutureTask<>(() -> service.get("/api/rooms/" + room + "/messages?" + query, user));
        Thread.startVirtualThread(asked);
        return asked;
    }

    private static JsonNode page(String query) {
        return service.get(path + "?" + query, "alice").json();
    }

    private static List<String> ids(JsonNode page) {
        return page.get("messages").findValuesAsString("id");
    }

    private static List<String> expected(int from, int to) {
        return idsOf(messages.subList(from, to));
    }

    private static List<String> idsOf(List<ChatMessage> some) {
        return some.stream().map(ChatMessage::id).toList();
    }
}
