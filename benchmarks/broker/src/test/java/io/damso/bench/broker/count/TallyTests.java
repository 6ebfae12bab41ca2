package io.damso.bench.broker.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TallyTests {

    private static final Room ROOM = Room.create(1, i -> 0, i -> 1).getFirst();
    private static final long NOW = 1_000_000_000L;

    private final Phases phases = new Phases();

    @Test
    void messageIsExpectedAtEachGatewayOfItsRoom() {
        Tally tally = phases.next();
        Message message = send(tally);
        assertThat(tally.isSettled()).isFalse();
        tally.kept(message, NOW + TimeUnit.MILLISECONDS.toNanos(4));
        assertThat(tally.isSettled()).isTrue();
        assertThat(tally.missing()).isEqualTo(2);
        arrive(message, 8);
        assertThat(tally.isComplete()).isFalse();
        arrive(message, 8);
        assertThat(tally.isComplete()).isTrue();
        assertThat(tally.confirms().max()).isBetween(4.0, 4.1);
        assertThat(tally.deliveries().max()).isBetween(8.0, 8.1);
    }

    @Test
    void messageBelongsToThePhaseInWhichItWasSent() {
        Tally first = phases.current();
        Message message = send(first);
        Tally second = phases.next();
        first.kept(message, NOW);
        arrive(message, 1);
        assertThat(second.keptMessages()).isZero();
        assertThat(first.missing()).isEqualTo(1);
        assertThat(phases.current()).isSameAs(second);
    }

    @Test
    void refusedMessageIsAnOutcomeAndIsNotExpected() {
        Tally tally = phases.current();
        send(tally);
        tally.refused();
        assertThat(tally.isComplete()).isTrue();
        assertThat(tally.refusedMessages()).isEqualTo(1);
        assertThat(tally.keptMessages()).isZero();
    }

    @Test
    void envelopeSizeIsTheMean() {
        Tally tally = phases.current();
        assertThat(tally.envelopeSize()).isZero();
        for (int i = 0; i < 6; i++) {
            tally.sent();
        }
        tally.envelope();
        tally.envelope();
        assertThat(tally.envelopeSize()).isEqualTo(3.0);
    }

    private static Message send(Tally tally) {
        tally.sent();
        return new Message(ROOM, 0, NOW, tally);
    }

    private void arrive(Message message, int afterMillis) {
        Entry entry = new Entry(ROOM.id(), Phases.messageId(message), new Previous.First(null), new byte[] {'{', '}'});
        phases.delivered(entry, NOW + TimeUnit.MILLISECONDS.toNanos(afterMillis));
    }
}
