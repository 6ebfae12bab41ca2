package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.rooms.RoomMessage;
import io.damso.gateway.rooms.RoomSink;
import io.damso.protocol.RoomId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;

class RelayPoolTests {

    private static final int SESSIONS = 2;

    private final List<StompHeaderAccessor> sent = new CopyOnWriteArrayList<>();
    private volatile boolean answering = true;
    private final RelayPool pool = new RelayPool(
            new RelayProperties("localhost", 1, List.of(), SESSIONS, Duration.ofSeconds(10), null),
            new RelayFrames("g1", "run", 10_000),
            () -> true,
            new SubscribeHold(() -> true, 0),
            this::receive);

    @AfterEach
    void stop() {
        pool.stop();
    }

    /** A broker that confirms everything. */
    private void receive(Message<byte[]> message) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        assertThat(frame).isNotNull();
        sent.add(frame);
        if (!answering) {
            return;
        }
        if (frame.getCommand() == StompCommand.CONNECT) {
            send(frame.getSessionId(), StompCommand.CONNECTED, null, new byte[0]);
        } else if (frame.getCommand() == StompCommand.SUBSCRIBE) {
            send(frame.getSessionId(), StompCommand.RECEIPT, frame.getReceipt(), new byte[0]);
        }
    }

    private void send(@Nullable String sessionId, StompCommand command, @Nullable String id, byte[] body) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(command);
        frame.setSessionId(String.valueOf(sessionId));
        if (command == StompCommand.MESSAGE) {
            frame.setSubscriptionId(String.valueOf(id));
            frame.setNativeHeader("amqp-message-id", "m1");
        } else if (id != null) {
            frame.setReceiptId(id);
        }
        frame.setLeaveMutable(true);
        pool.handleMessage(MessageBuilder.createMessage(body, frame.getMessageHeaders()));
    }

    private void start() {
        pool.start();
        await("the sessions").until(pool::isConnected);
    }

    private StompHeaderAccessor subscribeOf(RoomId room) {
        await("SUBSCRIBE of " + room).until(() -> sent.stream().anyMatch(frame -> isSubscribeOf(frame, room)));
        return sent.stream()
                .filter(frame -> isSubscribeOf(frame, room))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isSubscribeOf(StompHeaderAccessor frame, RoomId room) {
        return frame.getCommand() == StompCommand.SUBSCRIBE && ("/topic/rooms." + room).equals(frame.getDestination());
    }

    private void message(StompHeaderAccessor subscribe, String body) {
        send(
                subscribe.getSessionId(),
                StompCommand.MESSAGE,
                subscribe.getSubscriptionId(),
                body.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void poolIsConnectedOnceAllOfItsSessionsAre() {
        answering = false;
        pool.start();
        await("both CONNECTs").until(() -> sent.size() == SESSIONS);
        send(sent.getFirst().getSessionId(), StompCommand.CONNECTED, null, new byte[0]);
        assertThat(pool.isConnected()).isFalse();
        send(sent.getLast().getSessionId(), StompCommand.CONNECTED, null, new byte[0]);
        await("both sessions").until(pool::isConnected);
    }

    @Test
    void messageIsDeliveredOnTheReceivingThread() {
        start();
        RecordingSink sink = new RecordingSink();
        RoomId room = new RoomId("r1");
        pool.subscribe(room, sink);
        message(subscribeOf(room), "hi");
        assertThat(sink.events).contains("m1 on " + Thread.currentThread().getName());
    }

    @Test
    void roomIsSubscribedOnTheSameSessionEachTime() {
        start();
        RoomId room = new RoomId("r1");
        pool.subscribe(room, new RecordingSink()).run();
        await("UNSUBSCRIBE")
                .until(() -> sent.stream().anyMatch(frame -> frame.getCommand() == StompCommand.UNSUBSCRIBE));
        pool.subscribe(room, new RecordingSink());
        await("another SUBSCRIBE").until(() -> subscribes().size() == 2);
        assertThat(subscribes().getFirst().getSessionId())
                .isEqualTo(subscribes().getLast().getSessionId());
        assertThat(subscribes().getFirst().getSubscriptionId())
                .isNotEqualTo(subscribes().getLast().getSubscriptionId());
    }

    private List<StompHeaderAccessor> subscribes() {
        return sent.stream()
                .filter(frame -> frame.getCommand() == StompCommand.SUBSCRIBE)
                .toList();
    }

    @Test
    void messageThatIsNotUtf8AndFramesOfOldConnectionsAreDropped() {
        start();
        RecordingSink sink = new RecordingSink();
        RoomId room = new RoomId("r1");
        pool.subscribe(room, sink);
        StompHeaderAccessor subscribe = subscribeOf(room);
        message(subscribe, "\u00ff");
        send("relay-1-99", StompCommand.MESSAGE, subscribe.getSubscriptionId(), new byte[0]);
        send("relay-1-99", StompCommand.ERROR, null, new byte[0]);
        assertThat(sink.events).noneMatch(event -> event.startsWith("m1"));
        message(subscribe, "hi");
        assertThat(sink.events).filteredOn(event -> event.startsWith("m1")).hasSize(1);
        assertThat(pool.isConnected()).isTrue();
    }

    @Test
    void callbackThatBlocksDoesNotBlockTheRelay() {
        start();
        CountDownLatch blocked = new CountDownLatch(1);
        RecordingSink slow = new RecordingSink();
        slow.onLive = () -> awaitLatch(blocked);
        RoomId first = new RoomId("r1");
        pool.subscribe(first, slow);
        await("the callback").until(() -> slow.events.contains("live on relay-callbacks"));
        message(subscribeOf(first), "hi");
        RecordingSink other = new RecordingSink();
        RoomId second = new RoomId("r2");
        pool.subscribe(second, other);
        message(subscribeOf(second), "hi");
        assertThat(slow.events).hasSize(2);
        assertThat(other.events).hasSize(1);
        blocked.countDown();
        await("the other callback").until(() -> other.events.contains("live on relay-callbacks"));
    }

    @Test
    void callbackThatFailsAffectsNoOther() {
        start();
        RecordingSink failing = new RecordingSink();
        failing.onLive = () -> {
            throw new StackOverflowError();
        };
        pool.subscribe(new RoomId("r1"), failing);
        RecordingSink other = new RecordingSink();
        pool.subscribe(new RoomId("r2"), other);
        await("the other callback").until(() -> other.events.contains("live on relay-callbacks"));
    }

    @Test
    void lostSessionInterruptsItsRoomsAndSubscribesThemAgain() {
        start();
        RecordingSink sink = new RecordingSink();
        RoomId room = new RoomId("r1");
        pool.subscribe(room, sink);
        StompHeaderAccessor subscribe = subscribeOf(room);
        await("live").until(() -> sink.events.size() == 1);
        send(subscribe.getSessionId(), StompCommand.ERROR, null, new byte[0]);
        await("live again").until(() -> sink.events.size() == 3);
        assertThat(sink.events)
                .containsExactly(
                        "live on relay-callbacks", "interrupted on relay-callbacks", "live on relay-callbacks");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class RecordingSink implements RoomSink {

        private final List<String> events = new CopyOnWriteArrayList<>();
        private volatile Runnable onLive = () -> {};

        private void note(String event) {
            events.add(event + " on " + Thread.currentThread().getName());
        }

        @Override
        public void live() {
            note("live");
            onLive.run();
        }

        @Override
        public void interrupted() {
            note("interrupted");
        }

        @Override
        public void message(RoomMessage message) {
            note(String.valueOf(message.id()));
        }
    }
}
