package io.damso.persistence.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.store.InMemoryMessageLog;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpAnswer.Message;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.NumberRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CatchUpResponderTests {

    private static final String ROOM = "room";
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ALL_BYTES = CatchUpQuestion.MAX_BYTES;

    private final InMemoryMessageLog log = new InMemoryMessageLog();
    private final CatchUpResponder responder = new CatchUpResponder(log, JSON, () -> NOW);

    private void add(int count, String origin) {
        for (int n = 1; n <= count; n++) {
            log.add(ROOM, NOW, new Copy(origin, n));
        }
    }

    private CatchUpAnswer ask(CatchUpQuestion question) {
        return responder.answer(question).orElseThrow();
    }

    private static List<Long> seqs(CatchUpAnswer answer) {
        return answer.messages().stream().map(Message::seq).toList();
    }

    private static List<Long> fromTo(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void messagesBehindAPositionComeInOrderAsClientsReceiveThem() {
        add(5, "o");
        CatchUpAnswer answer = ask(CatchUpQuestion.after(ROOM, 2, 4, Map.of()));
        assertThat(seqs(answer)).containsExactly(3L, 4L);
        assertThat(answer.end()).isEqualTo(4);
        assertThat(answer.more()).isFalse();
        assertThat(answer.code()).isNull();
        Message first = answer.messages().getFirst();
        assertThat(first.copies()).containsExactly(new Copy("o", 3));
        assertThat(first.storedAt()).isEqualTo(NOW);
        assertThat(first.message().keySet())
                .containsExactly("id", "roomId", "sender", "type", "text", "sentAt", "clientMessageId", "seq");
        assertThat(first.message()).containsEntry("text", "text 3").containsEntry("seq", 3L);
    }

    @Test
    void messageIsLeftOutIfAnyOfItsCopiesIsKnown() {
        log.add(ROOM, NOW, new Copy("o", 1));
        log.add(ROOM, NOW, new Copy("o", 2), new Copy("p", 9));
        log.add(ROOM, NOW, new Copy("o", 3));
        log.add(ROOM, NOW);
        assertThat(seqs(ask(CatchUpQuestion.after(ROOM, 0, 4, Map.of("o", 1L, "p", 9L)))))
                .containsExactly(3L, 4L);
        CatchUpAnswer answer = ask(CatchUpQuestion.after(ROOM, 0, 3, Map.of("o", 3L)));
        assertThat(answer).isEqualTo(new CatchUpAnswer(List.of(), 3, false, null));
    }

    @Test
    void whatIsKnownBehindHolesIsLeftOut() {
        add(9, "o");
        log.add(ROOM, NOW, new Copy("p", 4), new Copy("q", 7));
        CatchUpQuestion question = CatchUpQuestion.after(ROOM, 0, 10, Map.of("o", 2L))
                .without(Map.of(
                        "o",
                        List.of(new NumberRange(4, 6), new NumberRange(7, 8)),
                        "q",
                        List.of(new NumberRange(6, 9))));
        assertThat(seqs(ask(question))).containsExactly(3L, 4L, 7L, 9L);
    }

    @Test
    void pagesFollowEachOtherByNumber() {
        add(10, "o");
        CatchUpAnswer first = ask(CatchUpQuestion.after(ROOM, 0, 10, Map.of()).within(4, ALL_BYTES));
        assertThat(seqs(first)).isEqualTo(fromTo(1, 4));
        assertThat(first.end()).isEqualTo(4);
        assertThat(first.more()).isTrue();
        CatchUpAnswer last = ask(CatchUpQuestion.after(ROOM, 8, 10, Map.of()).within(2, ALL_BYTES));
        assertThat(seqs(last)).isEqualTo(fromTo(9, 10));
        assertThat(last.more()).isFalse();
    }

    @Test
    void pagesFollowEachOtherBySize() {
        add(10, "o");
        int size = JSON.writeValueAsBytes(ask(CatchUpQuestion.after(ROOM, 0, 1, Map.of()))
                        .messages()
                        .getFirst())
                .length;
        CatchUpAnswer first = ask(CatchUpQuestion.after(ROOM, 0, 9, Map.of()).within(1_000, 3 * size));
        assertThat(seqs(first)).isEqualTo(fromTo(1, 3));
        assertThat(first.end()).isEqualTo(3);
        assertThat(first.more()).isTrue();
        CatchUpAnswer one = ask(CatchUpQuestion.after(ROOM, 3, 9, Map.of()).within(1_000, 1));
        assertThat(seqs(one)).containsExactly(4L);
    }

    @Test
    void answerThatDoesNotReachUpToSaysHowFarItIs() {
        add(3, "o");
        CatchUpAnswer answer = ask(CatchUpQuestion.after(ROOM, 1, 9, Map.of()));
        assertThat(seqs(answer)).containsExactly(2L, 3L);
        assertThat(answer.end()).isEqualTo(3);
        assertThat(answer.more()).isFalse();
        assertThat(ask(CatchUpQuestion.after(ROOM, 5, 9, Map.of())))
                .isEqualTo(new CatchUpAnswer(List.of(), 5, false, null));
        assertThat(ask(CatchUpQuestion.after("empty", 0, 0, Map.of())))
                .isEqualTo(new CatchUpAnswer(List.of(), 0, false, null));
    }

    @Test
    void manyKnownMessagesEndAnAnswer() {
        add(CatchUp.MAX_LOOKED_AT + 5, "o");
        CatchUpAnswer answer = ask(CatchUpQuestion.after(ROOM, 0, CatchUp.MAX_LOOKED_AT + 5, Map.of("o", 1_000_000L)));
        assertThat(answer).isEqualTo(new CatchUpAnswer(List.of(), CatchUp.MAX_LOOKED_AT, true, null));
    }

    @Test
    void positionIsTooOldIfTheFirstMissedMessageIs() {
        Instant old = NOW.minus(Duration.ofHours(24)).minusMillis(1);
        log.add(ROOM, old, new Copy("o", 1));
        log.add(ROOM, old, new Copy("o", 2));
        log.add(ROOM, NOW, new Copy("o", 3));
        CatchUpAnswer refused = CatchUpAnswer.refused(CatchUpAnswer.POSITION_TOO_OLD);
        assertThat(ask(CatchUpQuestion.after(ROOM, 1, 3, Map.of()))).isEqualTo(refused);
        assertThat(seqs(ask(CatchUpQuestion.after(ROOM, 2, 3, Map.of())))).containsExactly(3L);
        assertThat(seqs(ask(CatchUpQuestion.after(ROOM, 1, 3, Map.of("o", 2L)))))
                .containsExactly(3L);
        assertThat(seqs(ask(CatchUpQuestion.newest(ROOM, 3, 3)))).isEqualTo(fromTo(1, 3));
    }

    @Test
    void positionIsTooOldIfWhatFollowsItIsGone() {
        add(5, "o");
        log.remove(ROOM, 3);
        CatchUpAnswer refused = CatchUpAnswer.refused(CatchUpAnswer.POSITION_TOO_OLD);
        assertThat(ask(CatchUpQuestion.after(ROOM, 2, 5, Map.of()))).isEqualTo(refused);
        assertThat(seqs(ask(CatchUpQuestion.after(ROOM, 3, 5, Map.of())))).isEqualTo(fromTo(4, 5));
    }

    @Test
    void newestMessagesComeInOrder() {
        add(10, "o");
        CatchUpAnswer answer = ask(CatchUpQuestion.newest(ROOM, 3, 8));
        assertThat(seqs(answer)).isEqualTo(fromTo(6, 8));
        assertThat(answer.end()).isEqualTo(8);
        assertThat(answer.more()).isFalse();
        assertThat(seqs(ask(CatchUpQuestion.newest(ROOM, 200, 20)))).isEqualTo(fromTo(1, 10));
        assertThat(ask(CatchUpQuestion.newest(ROOM, 200, 20)).end()).isEqualTo(10);
        assertThat(ask(CatchUpQuestion.newest("empty", 200, 0)))
                .isEqualTo(new CatchUpAnswer(List.of(), 0, false, null));
        assertThat(seqs(ask(CatchUpQuestion.newest(ROOM, 5, 10).within(5, 1)))).containsExactly(10L);
    }

    @Test
    void idOfAMessageIsAPosition() {
        add(4, "o");
        assertThat(seqs(ask(CatchUpQuestion.afterId(ROOM, ROOM + "-2", 4)))).isEqualTo(fromTo(3, 4));
        assertThat(ask(CatchUpQuestion.afterId(ROOM, "unknown", 4)))
                .isEqualTo(CatchUpAnswer.refused(CatchUpAnswer.POSITION_UNKNOWN));
        assertThat(ask(CatchUpQuestion.afterId("other", ROOM + "-2", 4)))
                .isEqualTo(CatchUpAnswer.refused(CatchUpAnswer.POSITION_UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"upTo\":1,\"after\":0}",
                "{\"room\":\"a.b\",\"upTo\":1,\"after\":0}",
                "{\"room\":\"room\",\"upTo\":1}",
                "{\"room\":\"room\",\"upTo\":1,\"after\":0,\"newest\":1}",
                "{\"room\":\"room\",\"upTo\":1,\"after\":-1}",
                "{\"room\":\"room\",\"upTo\":-1,\"after\":0}",
                "{\"room\":\"room\",\"upTo\":1,\"newest\":0}",
                "{\"room\":\"room\",\"upTo\":1,\"after\":0,\"known\":{\"o\":null}}",
                "{\"room\":\"room\",\"upTo\":1,\"after\":0,\"limit\":1002}",
                "{\"room\":\"room\",\"upTo\":1,\"after\":0,\"limit\":0}",
                "{\"room\":\"room\",\"upTo\":1,\"after\":0,\"maxBytes\":4194305}"
            })
    void questionOutOfBoundsIsNotAnswered(String question) {
        assertThat(responder.answer(JSON.readValue(question, CatchUpQuestion.class)))
                .isEmpty();
    }
}
