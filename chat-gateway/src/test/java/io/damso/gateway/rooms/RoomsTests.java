package io.damso.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomsTests {

    private static final RoomId ROOM = new RoomId("r1");
    private static final String SUB_0 = "subscription:sub-0\n";
    private static final RoomMessage MESSAGE =
            new RoomMessage("m-1", "application/json", "{}".getBytes(StandardCharsets.UTF_8));

    private final StubRelay relay = new StubRelay();
    private final List<Rooms> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Rooms::destroy);
    }

    @Test
    void brokerIsAskedOnceForManyListeners() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        CompletableFuture<Void> first = rooms.subscribe(ROOM, SUB_0, new RecordingListener()).whenLive();
        CompletableFuture<Void> second = rooms.subscribe(ROOM, SUB_0, new RecordingListener()).whenLive();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        relay.sinks.getFirst().live();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(rooms.subscribe(ROOM, SUB_0, new RecordingListener()).whenLive()).isCompleted();
        assertThat(relay.sinks).hasSize(1);
    }

    @Test
    void churnOnAWarmRoomDoesNotReachTheBroker() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        for (int i = 0; i < 1_000; i++) {
            rooms.subscribe(ROOM, SUB_0, new RecordingListener()).cancel();
        }
        assertThat(relay.sinks).hasSize(1);
        assertThat(relay.cancelled).hasValue(0);
    }

    @Test
    void roomIsLeftOnceNobodyListensAndAskedForAgainLater() {
        Rooms rooms = rooms(Duration.ZERO, Duration.ofHours(1));
        RoomSubscription stays = rooms.subscribe(ROOM, SUB_0, new RecordingListener());
        RoomSubscription leaves = rooms.subscribe(ROOM, SUB_0, new RecordingListener());
        leaves.cancel();
        leaves.cancel();
        assertThat(relay.cancelled).hasValue(0);
        stays.cancel();
        await("the end of the subscription").until(() -> relay.cancelled.get() == 1);
        rooms.subscribe(ROOM, SUB_0, new RecordingListener());
        assertThat(relay.sinks).hasSize(2);
    }

    @Test
    void listenersOfOneSubscriptionIdShareTheFrame() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener first = new RecordingListener();
        RecordingListener second = new RecordingListener();
        RecordingListener other = new RecordingListener();
        rooms.subscribe(ROOM, SUB_0, first);
        rooms.subscribe(ROOM, SUB_0, second);
        rooms.subscribe(ROOM, "subscription:other\n", other);
        relay.sinks.getFirst().message(MESSAGE);
        assertThat(first.frames.getFirst()).isSameAs(second.frames.getFirst());
        assertThat(new String(other.frames.getFirst(), StandardCharsets.UTF_8)).isEqualTo("MESSAGE\n"
                + "subscription:other\nmessage-id:m-1\ndestination:/topic/rooms.r1\ncontent-type:application/json\n"
                + "content-length:2\n\n{}\0");
    }

    @Test
    void whoLeftHearsNoMore() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        List<RecordingListener> listeners = new ArrayList<>();
        List<RoomSubscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            listeners.add(new RecordingListener());
            subscriptions.add(rooms.subscribe(ROOM, SUB_0, listeners.get(i)));
        }
        for (int i = 0; i < 10; i += 2) {
            subscriptions.get(i).cancel();
        }
        relay.sinks.getFirst().message(MESSAGE);
        for (int i = 0; i < 10; i++) {
            assertThat(listeners.get(i).frames).hasSize(i % 2);
        }
    }

    @Test
    void subscriptionWithoutConfirmIsRefusedAndEnds() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofMillis(1));
        RecordingListener listener = new RecordingListener();
        CompletableFuture<Void> live = rooms.subscribe(ROOM, SUB_0, listener).whenLive();
        assertThat(live).failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SUBSCRIPTION_UNCONFIRMED));
        await("the end").until(() -> {
            listener.frames.clear();
            relay.sinks.getFirst().message(MESSAGE);
            return listener.frames.isEmpty();
        });
    }

    @Test
    void confirmedSubscriptionIsNotGivenUp() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener listener = new RecordingListener();
        RoomSubscription subscription = rooms.subscribe(ROOM, SUB_0, listener);
        relay.sinks.getFirst().live();
        subscription.giveUp();
        assertThat(subscription.whenLive()).isCompleted();
        relay.sinks.getFirst().message(MESSAGE);
        assertThat(listener.frames).hasSize(1);
    }

    @Test
    void interruptionIsToldToThoseWhoHadBeenLive() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener early = new RecordingListener();
        RecordingListener late = new RecordingListener();
        rooms.subscribe(ROOM, SUB_0, early);
        RoomSink sink = relay.sinks.getFirst();
        sink.interrupted();
        sink.live();
        assertThat(early.events).isEmpty();
        sink.interrupted();
        CompletableFuture<Void> live = rooms.subscribe(ROOM, SUB_0, late).whenLive();
        assertThat(live).isNotDone();
        sink.live();
        assertThat(live).isCompleted();
        assertThat(early.events).containsExactly("interrupted r1", "resumed r1");
        assertThat(late.events).isEmpty();
        assertThat(relay.sinks).hasSize(1);
    }

    private Rooms rooms(Duration linger, Duration subscribeTimeout) {
        MessageFrames frames = new MessageFrames(new GatewayProperties("g1", true, "/app", "/topic"));
        Rooms rooms = new Rooms(
                relay, frames, new RoomsProperties(linger, subscribeTimeout), new SimpleMeterRegistry());
        opened.add(rooms);
        return rooms;
    }

    /** A broker that confirms when the test says so. */
    private static final class StubRelay implements RoomRelay {

        private final List<RoomSink> sinks = new CopyOnWriteArrayList<>();
        private final AtomicInteger cancelled = new AtomicInteger();

        @Override
        public Runnable subscribe(RoomId roomId, RoomSink sink) {
            sinks.add(sink);
            return cancelled::incrementAndGet;
        }
    }

    private static final class RecordingListener implements RoomListener {

        private final List<byte[]> frames = new CopyOnWriteArrayList<>();
        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void deliver(byte[] frame) {
            frames.add(frame);
        }

        @Override
        public void deliveryInterrupted(RoomId roomId) {
            events.add("interrupted " + roomId);
        }

        @Override
        public void deliveryResumed(RoomId roomId) {
            events.add("resumed " + roomId);
        }
    }
}
