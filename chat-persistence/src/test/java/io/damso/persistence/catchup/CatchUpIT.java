package io.damso.persistence.catchup;

import static io.damso.persistence.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.persistence.GatewayChannel;
import io.damso.persistence.RunningService;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpAnswer.Message;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.RoomState;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Questions for missed messages over a real broker, answered from a real store. */
class CatchUpIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static RunningService service;

    private final String room = "room-" + UUID.randomUUID();
    private GatewayChannel gateway;

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo, "damso.persistence.store.selection-timeout=500ms");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void connect() throws IOException {
        gateway = new GatewayChannel(broker);
    }

    @AfterEach
    void disconnect() throws IOException {
        gateway.close();
    }

    private List<ChatMessage> texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> message(room, "alice", "text " + i))
                .toList();
    }

    @Test
    void whatWasMissedIsReturnedWithoutWhatIsKnownByAnyCopy() throws Exception {
        Instant start = Instant.now().minusSeconds(1);
        List<ChatMessage> messages = texts(5);
        gateway.publish("a", 1, messages);
        gateway.publish("b", 11, List.of(messages.get(2), messages.get(4), messages.get(4)));
        gateway.publish("a", 6, messages.subList(0, 1));
        RoomState state = gateway.barrier(room);
        assertThat(state).isEqualTo(new RoomState(room, 5, Map.of("a", 6L, "b", 13L)));
        CatchUpAnswer all = gateway.catchUp(CatchUpQuestion.after(room, 0, state.seq(), Map.of()));
        assertThat(all.messages()).extracting(Message::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(all.messages())
                .extracting(Message::copies)
                .containsExactly(
                        List.of(new Copy("a", 1), new Copy("a", 6)),
                        List.of(new Copy("a", 2)),
                        List.of(new Copy("a", 3), new Copy("b", 11)),
                        List.of(new Copy("a", 4)),
                        List.of(new Copy("a", 5), new Copy("b", 12), new Copy("b", 13)));
        assertThat(all.messages())
                .allSatisfy(each -> assertThat(each.storedAt()).isBetween(start, Instant.now()));
        CatchUpAnswer missed = gateway.catchUp(CatchUpQuestion.after(room, 0, state.seq(), Map.of("a", 1L, "b", 11L)));
        assertThat(missed.messages()).extracting(Message::seq).containsExactly(2L, 4L, 5L);
        assertThat(missed.end()).isEqualTo(5);
    }

    @Test
    void messageHasTheFormOfTheHistory() throws Exception {
        ChatMessage message = message(room, "alice", "grüße 👋");
        gateway.publish("a", 1, List.of(message));
        RoomState state = gateway.barrier(room);
        String nonce = gateway.sendCatchUp(JSON.writeValueAsBytes(CatchUpQuestion.newest(room, 1, state.seq())));
        JsonNode answer = JSON.readTree(gateway.answer(nonce));
        assertThat(answer.propertyNames()).containsExactly("messages", "end", "more");
        JsonNode only = answer.get("messages").get(0);
        assertThat(only.propertyNames()).containsExactly("seq", "copies", "storedAt", "message");
        assertThat(only.get("storedAt").asString()).matches("....-..-..T..:..:..\\.\\d{3}Z");
        assertThat(only.get("copies").toString()).isEqualTo("[{\"o\":\"a\",\"n\":1}]");
        assertThat(only.get("message").get("seq").asLong()).isEqualTo(1);
        assertThat(only.get("message").get("sentAt").asString()).isEqualTo("2026-03-01T10:15:30.000Z");
        assertThat(JSON.treeToValue(only.get("message"), ChatMessage.class)).isEqualTo(message);
    }

    @Test
    void pagesAreBoundedAndComplete() throws Exception {
        gateway.publish("a", 1, texts(60));
        gateway.publish("a", 61, texts(40));
        long upTo = gateway.barrier(room).seq();
        CatchUpAnswer page =
                gateway.catchUp(CatchUpQuestion.after(room, 0, upTo, Map.of()).within(30, 1 << 20));
        assertThat(page.messages()).hasSize(30);
        assertThat(page.more()).isTrue();
        CatchUpAnswer rest = gateway.catchUp(CatchUpQuestion.after(room, page.end(), upTo, Map.of()));
        assertThat(rest.messages())
                .extracting(Message::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(31, 100).boxed().toList());
        assertThat(rest.more()).isFalse();
        CatchUpAnswer small =
                gateway.catchUp(CatchUpQuestion.after(room, 0, upTo, Map.of()).within(1_001, 1_000));
        assertThat(small.messages()).hasSizeBetween(1, 5);
        assertThat(small.more()).isTrue();
        CatchUpAnswer beyond = gateway.catchUp(CatchUpQuestion.after(room, 90, upTo + 7, Map.of()));
        assertThat(beyond.end()).isEqualTo(upTo);
        assertThat(beyond.more()).isFalse();
    }

    @Test
    void idOfAMessageIsAPosition() throws Exception {
        List<ChatMessage> messages = texts(4);
        gateway.publish("a", 1, messages);
        long upTo = gateway.barrier(room).seq();
        assertThat(gateway.catchUp(CatchUpQuestion.afterId(room, messages.get(1).id(), upTo))
                        .messages())
                .extracting(Message::seq)
                .containsExactly(3L, 4L);
        assertThat(gateway.catchUp(
                        CatchUpQuestion.afterId(room, UUID.randomUUID().toString(), upTo)))
                .isEqualTo(CatchUpAnswer.refused(CatchUpAnswer.POSITION_UNKNOWN));
    }

    @Test
    void unreadableQuestionsDoNotHoldUpOthers() throws Exception {
        List<String> nonces = List.of(
                gateway.sendCatchUp("nonsense".getBytes(UTF_8)),
                gateway.sendCatchUp("null".getBytes(UTF_8)),
                gateway.sendCatchUp("{}".getBytes(UTF_8)),
                gateway.sendCatchUp("[".repeat(100_000).getBytes(UTF_8)));
        gateway.sendCatchUp(JSON.writeValueAsBytes(CatchUpQuestion.newest(room, 1, 1)), null);
        gateway.sendCatchUp(
                JSON.writeValueAsBytes(CatchUpQuestion.newest(room, 1, 1)), BrokerTopology.DEAD_LETTER_QUEUE);
        assertThat(gateway.catchUp(CatchUpQuestion.newest(room, 1, 1)).messages())
                .isEmpty();
        assertThat(nonces).noneMatch(gateway::isAnswered);
    }

    @Test
    void questionsDuringAStoreOutageStayUnansweredAndLaterOnesAreAnswered() throws Exception {
        byte[] question = JSON.writeValueAsBytes(CatchUpQuestion.newest(room, 1, 1));
        mongo.disconnect();
        String away = gateway.sendCatchUp(question);
        await("readiness is down")
                .atMost(Duration.ofSeconds(30))
                .until(() -> service.manage("/actuator/health/readiness").status() == 503);
        assertThat(gateway.isAnswered(away)).isFalse();
        mongo.reconnect();
        List<String> later = new ArrayList<>();
        await("an answer")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    later.add(gateway.sendCatchUp(question));
                    return later.stream().anyMatch(gateway::isAnswered);
                });
        assertThat(gateway.isAnswered(away)).isFalse();
    }
}
