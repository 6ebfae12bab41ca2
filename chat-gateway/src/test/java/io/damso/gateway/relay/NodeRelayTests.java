package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.gateway.membership.question.PeerMemberships;
import io.damso.protocol.RoomId;
import io.damso.protocol.RunLease;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.protocol.envelope.Previous;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;
import tools.jackson.databind.json.JsonMapper;

class NodeRelayTests {

    private static final RoomId R1 = new RoomId("r1");
    private static final RoomId R2 = new RoomId("r2");
    private static final String LIVE = "live on relay-callbacks";
    private static final String INTERRUPTED = "interrupted on relay-callbacks";

    private final List<StompHeaderAccessor> sent = new CopyOnWriteArrayList<>();
    private final List<RunLease> leases = new CopyOnWriteArrayList<>();
    private volatile String run = "run";
    private volatile boolean binding = true;
    private volatile boolean answering = true;
    private volatile Interest.Listener interest;
    private volatile RoomFeed unbound;
    private final NodeRelay relay = new NodeRelay(
            StubInterest::new,
            listener -> new NodeQueue(
                    new RelayFrames("g1", 10_000),
                    System.nanoTime(),
                    () -> true,
                    new SubscribeHold(() -> true, 0),
                    this::receive,
                    listener),
            relayThread -> new StubPublisher(),
            new PeerMemberships(
                    (contentType, body) -> {},
                    Runnable::run,
                    JsonMapper.builder().build()),
            new LeaseRenewal(
                    "g1",
                    leases::add,
                    new SerialExecutor(
                            "lease-test", new Guard(LoggerFactory.getLogger(NodeRelayTests.class), "unexpected"))));

    /** Publishes nothing. */
    private static final class StubPublisher implements Beacon.Publisher {

        @Override
        public void publish(String run, byte[] body, Consumer<Beacon.Outcome> outcome) {}

        @Override
        public void shutdown() {}
    }

    /** Binds at once. */
    private final class StubInterest implements Interest {

        private final Listener listener;

        private StubInterest(Listener listener) {
            this.listener = listener;
            interest = listener;
        }

        @Override
        public void verify() {
            listener.ready(run);
        }

        @Override
        public void add(RoomFeed feed) {
            if (binding) {
                listener.bound(run, List.of(feed));
            } else {
                unbound = feed;
            }
        }

        @Override
        public void remove(RoomFeed feed) {}

        @Override
        public void close() {}
    }

    @AfterEach
    void stop() {
        relay.stop();
    }

    /** A broker that confirms everything. */
    private void receive(Message<byte[]> message) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        assertThat(frame).isNotNull();
        sent.add(frame);
        if (frame.getCommand() == StompCommand.CONNECT) {
            send(frame.getSessionId(), StompCommand.CONNECTED, new byte[0]);
        } else if (frame.getCommand() == StompCommand.SUBSCRIBE && answering) {
            send(frame.getSessionId(), StompCommand.RECEIPT, new byte[0]);
        }
    }

    private void send(@Nullable String sessionId, StompCommand command, byte[] body) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(command);
        frame.setSessionId(String.valueOf(sessionId));
        frame.setLeaveMutable(true);
        relay.handleMessage(MessageBuilder.createMessage(body, frame.getMessageHeaders()));
    }

    private String start() {
        relay.start();
        await("the queue").until(relay::isLive);
        return session();
    }

    private String session() {
        return String.valueOf(sent.reversed().stream()
                .filter(frame -> frame.getCommand() == StompCommand.SUBSCRIBE)
                .findFirst()
                .orElseThrow()
                .getSessionId());
    }

    private RecordingSink liveRoom(RoomId roomId) {
        RecordingSink sink = new RecordingSink();
        relay.subscribe(roomId, sink);
        await("live").untilAsserted(() -> assertThat(sink.events).containsExactly(LIVE));
        return sink;
    }

    private static byte[] envelope(Entry... entries) {
        return EnvelopeCodec.write(new Envelope("origin", 1, List.of(entries)));
    }

    private static Entry entry(RoomId roomId, String id, String body) {
        return new Entry(roomId, id, new Previous.Forgotten(), body.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void relayIsLiveWhenItsQueueIsSubscribed() {
        answering = false;
        relay.start();
        await("SUBSCRIBE").until(() -> sent.stream().anyMatch(frame -> frame.getCommand() == StompCommand.SUBSCRIBE));
        assertThat(relay.isLive()).isFalse();
        send(session(), StompCommand.RECEIPT, new byte[0]);
        await("live").until(relay::isLive);
    }

    @Test
    void roomIsLiveWhenItIsBoundAndTheQueueIsSubscribed() {
        RecordingSink early = new RecordingSink();
        relay.subscribe(R1, early);
        start();
        await("live").untilAsserted(() -> assertThat(early.events).containsExactly(LIVE));
    }

    @Test
    void messagesOfAnEnvelopeAreDeliveredToTheirRoomsOnTheCallingThread() {
        String session = start();
        RecordingSink first = liveRoom(R1);
        RecordingSink second = liveRoom(R2);
        send(
                session,
                StompCommand.MESSAGE,
                envelope(
                        entry(R1, "m1", "{}"),
                        entry(R2, "m2", "{}"),
                        entry(new RoomId("of-another-node"), "m3", "{}"),
                        entry(R1, "m4", "{}")));
        String here = " on " + Thread.currentThread().getName();
        assertThat(first.events).containsExactly(LIVE, "m1" + here, "m4" + here);
        assertThat(second.events).containsExactly(LIVE, "m2" + here);
    }

    @Test
    void roomThatIsNotBoundYetReceivesNothing() {
        String session = start();
        binding = false;
        RecordingSink sink = new RecordingSink();
        relay.subscribe(R1, sink);
        await("the thread").until(() -> unbound != null);
        send(session, StompCommand.MESSAGE, envelope(entry(R1, "m1", "{}")));
        assertThat(sink.events).isEmpty();
        interest.bound("earlier run", List.of(unbound));
        interest.bound(run, List.of(unbound));
        await("live").untilAsserted(() -> assertThat(sink.events).containsExactly(LIVE));
    }

    @Test
    void roomThatWasLiveReceivesMessagesUntilItIsLeft() {
        String session = start();
        RecordingSink sink = new RecordingSink();
        Runnable cancellation = relay.subscribe(R1, sink);
        await("live").until(() -> !sink.events.isEmpty());
        cancellation.run();
        liveRoom(R2);
        send(session, StompCommand.MESSAGE, envelope(entry(R1, "m1", "{}")));
        assertThat(sink.events).containsExactly(LIVE);
    }

    @Test
    void damagedEnvelopeAndInvalidTextAreNotDelivered() {
        String session = start();
        RecordingSink sink = liveRoom(R1);
        byte[] whole = envelope(entry(R1, "m1", "{}"));
        send(session, StompCommand.MESSAGE, Arrays.copyOf(whole, whole.length - 1));
        send(session, StompCommand.MESSAGE, envelope(entry(R1, "bad", "\u00e9"), entry(R1, "good", "{}")));
        assertThat(sink.events).hasSize(2).last().asString().startsWith("good on");
    }

    @Test
    void framesOfAnAbandonedConnectionAreIgnored() {
        String session = start();
        RecordingSink sink = liveRoom(R1);
        send(session, StompCommand.ERROR, new byte[0]);
        await("live again").untilAsserted(() -> assertThat(sink.events).containsExactly(LIVE, INTERRUPTED, LIVE));
        send(session, StompCommand.MESSAGE, envelope(entry(R1, "m1", "{}")));
        send(session, StompCommand.ERROR, new byte[0]);
        assertThat(sink.events).hasSize(3);
        assertThat(relay.isLive()).isTrue();
    }

    @Test
    void roomsOfAnEarlierRunAreLiveWhenTheyAreBoundInTheNext() {
        String session = start();
        RecordingSink sink = new RecordingSink();
        relay.subscribe(R1, sink);
        await("live").until(() -> !sink.events.isEmpty());
        run = "next";
        send(session, StompCommand.ERROR, new byte[0]);
        await("the next queue").until(() -> !session().equals(session) && relay.isLive());
        liveRoom(R2); // bound in the next run
        assertThat(sink.events).containsExactly(LIVE, INTERRUPTED);
        assertThat(leases).extracting(RunLease::run).contains("run", "next");
    }

    @Test
    void stateChangesOfARoomDelayNoMessages() {
        String session = start();
        CountDownLatch blocked = new CountDownLatch(1);
        RecordingSink slow = new RecordingSink();
        slow.onLive = () -> awaitLatch(blocked);
        relay.subscribe(R1, slow);
        await("the callback").until(() -> !slow.events.isEmpty());
        send(session, StompCommand.MESSAGE, envelope(entry(R1, "m1", "{}")));
        assertThat(slow.events).hasSize(2);
        blocked.countDown();
    }

    @Test
    void callbackThatFailsAffectsNoOther() {
        start();
        RecordingSink failing = new RecordingSink();
        failing.onLive = () -> {
            throw new StackOverflowError();
        };
        relay.subscribe(R1, failing);
        liveRoom(R2);
    }

    @Test
    void leaseBeginsWithTheRunAndEndsWithTheRelay() {
        start();
        await("the lease").until(() -> !leases.isEmpty());
        assertThat(leases).containsOnly(new RunLease("g1", "run", false));
        relay.stop();
        assertThat(leases).last().isEqualTo(new RunLease("g1", "run", true));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
