package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.send.SentEnvelope.Outcome;
import io.damso.protocol.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class UnconfirmedEnvelopesTests {

    private final UnconfirmedEnvelopes unconfirmed = new UnconfirmedEnvelopes(Runnable::run);
    private final List<SentEnvelope> settled = new ArrayList<>();
    private final SentEnvelope first = add(unconfirmed, 1, 10);
    private final SentEnvelope second = add(unconfirmed, 2, 20);
    private final SentEnvelope third = add(unconfirmed, 3, 30);

    private SentEnvelope add(UnconfirmedEnvelopes target, long sequence, long publishedAt) {
        SentEnvelope envelope =
                new SentEnvelope(List.of(new Outgoing(new RoomId("r"), "m", new byte[0])), settled::add);
        target.add(sequence, "e" + sequence, envelope, publishedAt);
        return envelope;
    }

    private void assertOutcomes(Outcome... outcomes) {
        assertThat(List.of(first.outcome(), second.outcome(), third.outcome())).containsExactly(outcomes);
    }

    @Test
    void singleAckKeepsOneEnvelope() {
        unconfirmed.ack(2, false);
        assertOutcomes(Outcome.UNKNOWN, Outcome.KEPT, Outcome.UNKNOWN);
        assertThat(second.messages().getFirst().confirmed()).isCompleted();
    }

    @Test
    void multipleAckKeepsEverythingUpToIt() {
        unconfirmed.ack(2, true);
        assertOutcomes(Outcome.KEPT, Outcome.KEPT, Outcome.UNKNOWN);
        assertThat(settled).containsExactly(first, second);
    }

    @Test
    void nackLosesWhatItNames() {
        unconfirmed.nack(2, true);
        assertOutcomes(Outcome.LOST, Outcome.LOST, Outcome.UNKNOWN);
        assertThat(first.messages().getFirst().confirmed()).isCompletedExceptionally();
    }

    @Test
    void returnedEnvelopeIsLostAlthoughItsAckFollows() {
        unconfirmed.returned("e2");
        unconfirmed.ack(3, true);
        assertOutcomes(Outcome.KEPT, Outcome.LOST, Outcome.KEPT);
    }

    @Test
    void lostChannelLosesWhatIsUnconfirmed() {
        unconfirmed.ack(1, false);
        unconfirmed.loseAll();
        assertOutcomes(Outcome.KEPT, Outcome.LOST, Outcome.LOST);
        assertThat(settled).containsExactly(first, second, third);
    }

    @Test
    void lateEnvelopeIsToldOnceAndMayStillBeKept() {
        unconfirmed.expire(20);
        unconfirmed.expire(20);
        assertThat(first.messages().getFirst().confirmed().exceptionNow()).isInstanceOf(TimeoutException.class);
        assertThat(second.messages().getFirst().confirmed()).isNotDone();
        assertThat(settled).isEmpty();
        unconfirmed.ack(1, false);
        assertOutcomes(Outcome.KEPT, Outcome.UNKNOWN, Outcome.UNKNOWN);
        assertThat(first.messages().getFirst().confirmed()).isCompletedExceptionally();
    }

    @Test
    void ageOfTheOldestIsKnown() {
        assertThat(unconfirmed.isOlderThan(10)).isFalse();
        assertThat(unconfirmed.isOlderThan(11)).isTrue();
        unconfirmed.ack(3, true);
        assertThat(unconfirmed.isOlderThan(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void eachFrameOfTheBrokerIsHandedOverOnceAndInOrder() {
        Queue<Runnable> handedOver = new ArrayDeque<>();
        UnconfirmedEnvelopes queued = new UnconfirmedEnvelopes(handedOver::add);
        List<SentEnvelope> expected = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            expected.add(add(queued, i, 0));
        }
        queued.ack(99, true);
        queued.nack(100, false);
        queued.ack(100, true); // names nothing that is unconfirmed
        assertThat(settled).isEmpty();
        assertThat(handedOver).hasSize(2);
        handedOver.forEach(Runnable::run);
        assertThat(settled).isEqualTo(expected);
    }
}
