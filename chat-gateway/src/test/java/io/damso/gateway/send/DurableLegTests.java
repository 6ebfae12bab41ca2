package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.send.SentEnvelope.Outcome;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.protocol.envelope.Previous;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpConnectException;

class DurableLegTests {

    private static final long TIMEOUT = TimeUnit.MINUTES.toNanos(1);

    private final StubBroker broker = new StubBroker();
    private final List<SentEnvelope> settled = new ArrayList<>();
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final DurableLeg leg = new DurableLeg(3, () -> broker.connection, Runnable::run);

    private SentEnvelope publish(DurableLeg target, String... ids) {
        SentEnvelope envelope = new SentEnvelope(
                Stream.of(ids)
                        .map(id -> new Outgoing(new RoomId("r"), id, ("{" + id + "}").getBytes()))
                        .toList(),
                settled::add);
        target.publish(envelope);
        return envelope;
    }

    private SentEnvelope publish(String... ids) {
        return publish(leg, ids);
    }

    @Test
    void envelopeIsPublishedPersistentAndMandatoryToItsPartitionInConfirmMode() throws Exception {
        publish("m1", "m2");
        StubChannel opened = broker.channels.getFirst();
        assertThat(opened.confirming).isTrue();
        assertThat(opened.mandatory).isTrue();
        assertThat(opened.routingKeys).containsExactly("3");
        assertThat(opened.published.getFirst().getDeliveryMode()).isEqualTo(2);
        assertThat(opened.published.getFirst().getContentType()).isEqualTo(EnvelopeCodec.CONTENT_TYPE);
        Envelope envelope = EnvelopeCodec.read(opened.bodies.getFirst());
        assertThat(envelope.entries()).extracting(Entry::messageId).containsExactly("m1", "m2");
        assertThat(envelope.entries().getFirst().message()).isEqualTo("{m1}".getBytes());
    }

    @Test
    void confirmEndsItsEnvelopeOnly() throws Exception {
        SentEnvelope first = publish("m1");
        SentEnvelope second = publish("m2");
        SentEnvelope third = publish("m3");
        broker.channels.getFirst().ack(2, false);
        broker.channels.getFirst().nack(3);
        assertThat(first.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(second.outcome()).isEqualTo(Outcome.KEPT);
        assertThat(third.outcome()).isEqualTo(Outcome.LOST);
    }

    @Test
    void returnedEnvelopeIsLostAlthoughItIsAcked() throws Exception {
        SentEnvelope envelope = publish("m1");
        broker.channels.getFirst().giveBack(0);
        broker.channels.getFirst().ack(1, false);
        assertThat(envelope.outcome()).isEqualTo(Outcome.LOST);
        assertThat(settled).containsExactly(envelope);
    }

    @Test
    void closedChannelLosesWhatIsUnconfirmedAndTheNextIsAnOriginOfItsOwn() throws Exception {
        SentEnvelope lost = publish("m1");
        broker.channels.getFirst().close();
        assertThat(lost.outcome()).isEqualTo(Outcome.LOST);
        SentEnvelope next = publish("m2");
        assertThat(broker.channels).hasSize(2);
        broker.channels.getLast().ack(1, false);
        assertThat(next.outcome()).isEqualTo(Outcome.KEPT);
        Envelope before = EnvelopeCodec.read(broker.channels.getFirst().bodies.getFirst());
        Envelope after = EnvelopeCodec.read(broker.channels.getLast().bodies.getFirst());
        assertThat(after.origin()).isNotEqualTo(before.origin());
        assertThat(after.entries().getFirst().previous())
                .isEqualTo(new Previous.First(new Previous.Last(before.origin(), 1)));
    }

    @Test
    void channelThatClosedWithoutANoticeLosesWhatIsUnconfirmed() {
        SentEnvelope lost = publish("m1");
        broker.channels.getFirst().open = false;
        publish("m2");
        assertThat(lost.outcome()).isEqualTo(Outcome.LOST);
    }

    @Test
    void failedPublishLosesTheChannelToo() {
        SentEnvelope unconfirmed = publish("m1");
        broker.channels.getFirst().broken = true;
        SentEnvelope failed = publish("m2");
        assertThat(List.of(unconfirmed.outcome(), failed.outcome())).containsOnly(Outcome.LOST);
        assertThat(settled).containsExactlyInAnyOrder(unconfirmed, failed);
        assertThat(broker.channels.getFirst().open).isFalse();
        assertThat(publish("m3").outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void withoutAConnectionOrAChannelTheEnvelopeIsLost() {
        DurableLeg unconnected = new DurableLeg(
                0,
                () -> {
                    throw new AmqpConnectException(new IOException("away"));
                },
                Runnable::run);
        assertThat(publish(unconnected, "m1").outcome()).isEqualTo(Outcome.LOST);
        broker.outOfChannels = true;
        assertThat(publish("m1").outcome()).isEqualTo(Outcome.LOST);
        assertThat(settled).hasSize(2);
    }

    @Test
    void lateEnvelopeMayStillBeConfirmed() throws Exception {
        SentEnvelope envelope = publish("m1");
        leg.expire(System.nanoTime() + TIMEOUT);
        assertThat(envelope.messages().getFirst().confirmed()).isCompletedExceptionally();
        assertThat(envelope.outcome()).isEqualTo(Outcome.UNKNOWN);
        broker.channels.getFirst().ack(1, false);
        assertThat(envelope.outcome()).isEqualTo(Outcome.KEPT);
    }

    /** RabbitMQ may refuse everything on a channel that was opened while the leader of a queue failed. */
    @Test
    void channelOfRefusedEnvelopesIsReplacedAfterASecond() throws Exception {
        AtomicLong now = new AtomicLong();
        DurableLeg timed = new DurableLeg(3, () -> broker.connection, Runnable::run, new EntryNumbers(10), now::get);
        publish(timed, "m1");
        publish(timed, "m2");
        broker.channels.getFirst().nack(1);
        now.addAndGet(2 * SECOND);
        publish(timed, "m3");
        assertThat(broker.channels).as("an envelope is unconfirmed").hasSize(1);
        broker.channels.getFirst().ack(2, false);
        broker.channels.getFirst().nack(3);
        publish(timed, "m4");
        assertThat(broker.channels).hasSize(2);
        assertThat(broker.channels.getFirst().open).isFalse();
        broker.channels.getLast().nack(1);
        publish(timed, "m5");
        assertThat(broker.channels).as("at most once a second").hasSize(2);
    }

    @Test
    void channelThatConfirmsNothingIsReplaced() {
        SentEnvelope envelope = publish("m1");
        leg.replaceSilentChannel(System.nanoTime() - TIMEOUT);
        assertThat(envelope.outcome()).isEqualTo(Outcome.UNKNOWN);
        leg.replaceSilentChannel(System.nanoTime() + TIMEOUT);
        assertThat(envelope.outcome()).isEqualTo(Outcome.LOST);
        assertThat(broker.channels.getFirst().open).isFalse();
        publish("m2");
        assertThat(broker.channels).hasSize(2);
    }
}
