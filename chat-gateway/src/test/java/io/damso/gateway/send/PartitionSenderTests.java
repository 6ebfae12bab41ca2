package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.Guard;
import io.damso.gateway.RefusedException;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PartitionSenderTests {

    private static final int IN_FLIGHT = 4;
    private static final long TIMEOUT = TimeUnit.MINUTES.toNanos(1);

    private final StubBroker broker = new StubBroker();
    private final SerialExecutor thread = new SerialExecutor(
            "sender-test", new Guard(LoggerFactory.getLogger(PartitionSenderTests.class), "unexpected"));
    private final List<String> live = new CopyOnWriteArrayList<>();
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final PartitionSender sender = sender(1_000, Duration.ZERO);

    @AfterEach
    void stop() {
        thread.shutdown();
    }

    private PartitionSender sender(int maxUnconfirmed, Duration wait) {
        return new PartitionSender(
                new DurableLeg(0, () -> broker.connection, Runnable::run),
                envelope -> envelope.messages().forEach(message -> live.add(message.messageId())),
                thread,
                new SendBounds(maxUnconfirmed, 16L << 20, wait.toNanos()),
                sizes::add);
    }

    private CompletableFuture<Void> send(String id) {
        return sender.send(() -> new Outgoing(new RoomId("r"), id, new byte[10]));
    }

    private StubChannel channel() {
        await("a channel").until(() -> !broker.channels.isEmpty());
        return broker.channels.getFirst();
    }

    private void awaitPublished(int envelopes) {
        await(envelopes + " envelopes").until(() -> channel().bodies.size() == envelopes);
    }

    private List<String> idsOf(int envelope) throws Exception {
        return EnvelopeCodec.read(channel().bodies.get(envelope)).entries().stream()
                .map(Entry::messageId)
                .toList();
    }

    private void send(String prefix, int messages) {
        for (int i = 0; i < messages; i++) {
            send(prefix + i);
        }
    }

    /** Fills the places in flight: a lone message, then full envelopes. */
    private void fill() {
        send("lone");
        awaitPublished(1);
        for (int i = 2; i <= IN_FLIGHT; i++) {
            send("f" + i + "-", Envelope.MAX_ENTRIES);
            awaitPublished(i);
        }
    }

    @Test
    void loneMessageLeavesAtOnceAndWhatComesMeanwhileGathers() throws Exception {
        send("lone");
        awaitPublished(1);
        send("m", Envelope.MAX_ENTRIES - 1);
        assertThat(channel().bodies).hasSize(1);
        channel().ack(1, false);
        awaitPublished(2);
        assertThat(idsOf(1)).hasSize(Envelope.MAX_ENTRIES - 1).startsWith("m0", "m1");
        assertThat(sizes).containsExactly(1, Envelope.MAX_ENTRIES - 1);
    }

    @Test
    void fullEnvelopesLeaveUntilAllPlacesInFlightAreTaken() throws Exception {
        fill();
        send("m", 100);
        assertThat(channel().bodies).hasSize(IN_FLIGHT);
        channel().ack(1, false);
        awaitPublished(IN_FLIGHT + 1);
        assertThat(idsOf(IN_FLIGHT)).hasSize(Envelope.MAX_ENTRIES).startsWith("m0", "m1");
        channel().ack(IN_FLIGHT, true);
        assertThat(channel().bodies)
                .as("the rest waits: it does not fill an envelope")
                .hasSize(IN_FLIGHT + 1);
        channel().ack(IN_FLIGHT + 1, false);
        awaitPublished(IN_FLIGHT + 2);
        assertThat(idsOf(IN_FLIGHT + 1)).hasSize(100 - Envelope.MAX_ENTRIES).startsWith("m64");
        assertThat(sizes).containsExactly(1, 64, 64, 64, 64, 36);
    }

    @Test
    void envelopeIsBoundedInBytesAndALargeMessageTravelsAlone() throws Exception {
        fill();
        int third = Envelope.MAX_BYTES / 3;
        for (int i = 0; i < 4; i++) {
            String id = "m" + i;
            sender.send(() -> new Outgoing(new RoomId("r"), id, new byte[third]));
        }
        sender.send(() -> new Outgoing(new RoomId("r"), "large", new byte[2 * Envelope.MAX_BYTES]));
        channel().ack(3, true);
        awaitPublished(IN_FLIGHT + 3);
        assertThat(idsOf(IN_FLIGHT)).containsExactly("m0", "m1");
        assertThat(idsOf(IN_FLIGHT + 1)).containsExactly("m2", "m3");
        assertThat(idsOf(IN_FLIGHT + 2)).containsExactly("large");
        assertThat(channel().bodies.get(IN_FLIGHT).length).isLessThan(Envelope.MAX_BYTES);
    }

    @Test
    void onlyWhatIsKeptIsPassedOnAndInTheOrderOfPublishing() throws Exception {
        fill();
        List<String> later = new ArrayList<>(idsOf(2));
        later.addAll(idsOf(3));
        channel().ack(2, false);
        assertThat(live).isEmpty();
        channel().nack(1);
        assertThat(live).isEqualTo(idsOf(1));
        live.clear();
        channel().ack(4, true);
        assertThat(live).isEqualTo(later);
    }

    @Test
    void whatIsConfirmedAfterItsTimeoutIsPassedOn() throws Exception {
        CompletableFuture<Void> confirmed = send("m");
        awaitPublished(1);
        sender.expire(System.nanoTime() + TIMEOUT + TIMEOUT / 2, TIMEOUT);
        await("the timeout").until(confirmed::isDone);
        assertThat(confirmed.exceptionNow()).isInstanceOf(TimeoutException.class);
        assertThat(live).isEmpty();
        channel().ack(1, false);
        assertThat(live).containsExactly("m");
    }

    @Test
    void gatheredMessageThatTimesOutIsNeverPublished() throws Exception {
        fill();
        CompletableFuture<Void> gathered = send("late");
        sender.expire(System.nanoTime() + TIMEOUT + TIMEOUT / 2, TIMEOUT);
        await("the timeout").until(gathered::isDone);
        assertThat(gathered.exceptionNow()).isInstanceOf(TimeoutException.class);
        CompletableFuture<Void> next = send("next");
        channel().ack(4, true);
        awaitPublished(IN_FLIGHT + 1);
        assertThat(idsOf(IN_FLIGHT)).containsExactly("next");
        assertThat(next).isNotDone();
    }

    @Test
    void lostChannelFailsWhatIsInFlightAndTheRestGoesOn() throws Exception {
        fill();
        CompletableFuture<Void> gathered = send("m");
        channel().close();
        await("the next channel").until(() -> broker.channels.size() == 2);
        await("the gathered message")
                .until(() -> broker.channels.getLast().bodies.size() == 1);
        broker.channels.getLast().ack(1, false);
        assertThat(gathered).isCompleted();
        assertThat(live).containsExactly("m");
    }

    @Test
    void moreThanMayBeUnconfirmedAreRefusedUntilOneIsSettled() throws Exception {
        PartitionSender small = sender(2, Duration.ZERO);
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(small.send(() -> new Outgoing(new RoomId("r"), "m", new byte[0])));
        }
        assertThat(sent.get(2).exceptionNow()).isInstanceOf(RefusedException.class);
        await("an envelope").until(() -> !channel().bodies.isEmpty());
        channel().ack(1, false);
        assertThat(small.send(() -> new Outgoing(new RoomId("r"), "m", new byte[0])))
                .isNotDone();
    }

    @Test
    void callerWaitsForAPlaceAndIsNotRefused() throws Exception {
        PartitionSender small = sender(1, Duration.ofMinutes(1));
        small.send(() -> new Outgoing(new RoomId("r"), "first", new byte[0]));
        List<CompletableFuture<Void>> waiting = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String id = "w" + i;
            callers.add(Thread.ofVirtual()
                    .start(() -> waiting.add(small.send(() -> new Outgoing(new RoomId("r"), id, new byte[0])))));
        }
        for (int envelopes = 1; envelopes <= 4; envelopes++) {
            awaitPublished(envelopes);
            assertThat(waiting).as("one place, so one caller at a time").hasSizeLessThan(envelopes + 1);
            channel().ack(envelopes, false);
        }
        for (Thread caller : callers) {
            assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        }
        assertThat(waiting).hasSize(3).allSatisfy(sent -> assertThat(sent).isCompleted());
    }

    @Test
    void bytesOfUnconfirmedMessagesAreBounded() {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(sender.send(() -> new Outgoing(new RoomId("r"), "m", new byte[1 << 20])));
        }
        assertThat(sent.getFirst()).isNotDone();
        assertThat(sent.getLast().exceptionNow()).isInstanceOf(RefusedException.class);
    }

    @Test
    void endWaitsForTheOutcomes() throws Exception {
        send("m");
        awaitPublished(1);
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> {
            try {
                sender.awaitEmpty(System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(ended).isNotDone();
        channel().ack(1, false);
        ended.get(30, TimeUnit.SECONDS);
    }
}
