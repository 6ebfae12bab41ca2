package io.damso.persistence.history;

import static io.damso.persistence.Messages.message;
import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.Eventually;
import io.damso.persistence.RunningService;
import io.damso.persistence.store.MessageStore;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.util.List;
import java.util.UUID;
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

    private static RunningService service;
    private static String path;
    private static List<ChatMessage> messages;

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo, "damso.persistence.store.selection-timeout=500ms");
        String room = service.send("POST", "/api/rooms", "alice", "{\"name\":\"r\"}").json().get("id").asString();
        path = "/api/rooms/" + room + "/messages";
        messages = IntStream.range(0, 120).mapToObj(i -> message(room, "alice", "text " + i)).toList();
        service.bean(MessageStore.class).store(messages);
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
    void messageHasTheDocumentedFields() {
        ChatMessage first = messages.getFirst();
        assertThat(page("limit=1&before=" + messages.get(1).id()).get("messages").toString())
                .isEqualTo(("[{\"id\":\"%s\",\"roomId\":\"%s\",\"sender\":\"alice\",\"type\":\"chat\","
                        + "\"text\":\"text 0\",\"sentAt\":\"2026-03-01T10:15:30.123Z\",\"clientMessageId\":\"%s\",\"seq\":1}]")
                        .formatted(first.id(), first.roomId(), first.clientMessageId()));
    }

    @Test
    void roomWithoutMessagesHasAnEmptyPage() {
        String room = service.send("POST", "/api/rooms", "alice", "{\"name\":\"e\"}").json().get("id").asString();
        assertThat(service.get("/api/rooms/" + room + "/messages", "alice").response().body())
                .isEqualTo("{\"messages\":[],\"hasMore\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=-5", "limit=ten", "before=a&after=b", "before=%C3%28"})
    void unusableQueryIsRefused(String query) {
        assertRefused(service.get(path + "?" + query, "alice"), ErrorCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void cursorThatIsNoMessageOfTheRoomIsRefused(String direction) {
        ChatMessage elsewhere = message("elsewhere", "alice", "x");
        service.bean(MessageStore.class).store(List.of(elsewhere));
        for (String cursor : List.of(elsewhere.id(), UUID.randomUUID().toString(), "nonsense")) {
            assertRefused(service.get(path + "?" + direction + "=" + cursor, "alice"), ErrorCode.BAD_CURSOR);
        }
    }

    @Test
    void storeThatIsAwayIsSaid() {
        mongo.goAway();
        try {
            assertRefused(service.get(path, "alice"), ErrorCode.STORE_UNAVAILABLE);
            assertRefused(service.get("/api/rooms", "alice"), ErrorCode.STORE_UNAVAILABLE);
        } finally {
            mongo.comeBack();
        }
        Eventually.await("history is back", () -> service.get(path, "alice").status() == 200);
    }

    private static JsonNode page(String query) {
        return service.get(path + "?" + query, "alice").json();
    }

    private static List<String> ids(JsonNode page) {
        return page.get("messages").findValuesAsString("id");
    }

    private static List<String> expected(int from, int to) {
        return messages.subList(from, to).stream().map(ChatMessage::id).toList();
    }
}
