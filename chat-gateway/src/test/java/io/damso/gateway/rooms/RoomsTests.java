package io.damso.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.RefusedException;
import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.Missed;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomsTests {

    private static final RoomId ROOM = new RoomId("r1");
    private static final String SUB_0 = "sub-0";
    private static final StubFormat TEXT = new StubFormat("text");

    private final StubRelay relay = new StubRelay();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Rooms> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Rooms::destroy);
    }

    @Test
    void brokerHasOneSubscriptionForManyListeners() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        CompletableFuture<Joined> first =
                subscribe(rooms, ROOM, TEXT, SUB_0, new RecordingListener()).whenLive();
        CompletableFuture<Joined> second =
                subscribe(rooms, ROOM, TEXT, SUB_0, new RecordingListener()).whenLive();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        relay.sinks.getFirst().live();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(subscribe(rooms, ROOM, TEXT, SUB_0, new RecordingListener()).whenLive())
                .isCompleted();
        assertThat(relay.sinks).hasSize(1);
    }

    @Test
    void subscriptionsToALingeringRoomDoNotReachTheBroker() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        for (int i = 0; i < 1_000; i++) {
            subscribe(rooms, ROOM, TEXT, SUB_0, new RecordingListener()).cancel();
        }
        assertThat(relay.sinks).hasSize(1);
        assertThat(relay.cancelled).hasValue(0);
    }

    @Test
    void roomWithoutListenersIsUnsubscribedAndSubscribedAgainLater() {
        Rooms rooms = rooms(Duration.ZERO, Duration.ofHours(1));
        RoomSubscription stays = subscribe(rooms, ROOM, TEXT, SUB_0, new RecordingListener());
        RoomSubscription leaves = subscribe(rooms, ROOM, TEXT, SUB_0, new RecordingListener());
        leaves.cancel();
        leaves.cancel();
        assertThat(relay.cancelled).hasValue(0);
        stays.cancel();
        await("the end of the subscription").until(() -> relay.cancelled.get() == 1);
        subscribe(rooms, ROOM, TEXT, SUB_0, new RecordingListener());
        assertThat(relay.sinks).hasSize(2);
    }

    @Test
    void errorOfOneRoomDoesNotKeepTheOthersFromBeingLeft() {
        Rooms rooms = rooms(Duration.ZERO, Duration.ofHours(1));
        relay.onCancel = () -> {
            throw new StackOverflowError();
        };
        subscribe(rooms, ROOM, TEXT, SUB_0, new RecordingListener()).cancel();
        await("the failure").until(() -> relay.cancelled.get() == 1);
        relay.onCancel = () -> {};
        subscribe(rooms, new RoomId("r2"), TEXT, SUB_0, new RecordingListener()).cancel();
        await("the end of the other").until(() -> relay.cancelled.get() == 2);
    }

    @Test
    void listenersWithOneLabelShareTheFrame() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener first = new RecordingListener();
        RecordingListener second = new RecordingListener();
        RecordingListener other = new RecordingListener();
        subscribe(rooms, ROOM, TEXT, SUB_0, first);
        subscribe(rooms, ROOM, TEXT, SUB_0, second);
        subscribe(rooms, ROOM, TEXT, "other", other);
        relay.sinks.getFirst().live();
        relay.sinks.getFirst().message(TestRooms.message(ROOM, "m-1", "{}"));
        assertThat(first.frames.getFirst()).isSameAs(second.frames.getFirst());
        assertThat(first.texts()).containsExactly("text sub-0 m-1");
        assertThat(other.texts()).containsExactly("text other m-1");
    }

    @Test
    void messageIsEncodedOncePerFormatInAnyOrderOfListeners() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        List<StubFormat> formats = List.of(new StubFormat("a"), new StubFormat("b"), new StubFormat("c"));
        List<RecordingListener> listeners = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RecordingListener listener = new RecordingListener();
            listeners.add(listener);
            subscribe(rooms, ROOM, formats.get(i % 3), "label-" + i, listener);
        }
        relay.sinks.getFirst().live();
        relay.sinks.getFirst().message(TestRooms.message(ROOM, "m-1", "{}"));
        for (int i = 0; i < 12; i++) {
            assertThat(listeners.get(i).texts()).containsExactly(formats.get(i % 3).name + " label-" + i + " m-1");
        }
        assertThat(formats).extracting(format -> format.encoded.get()).containsExactly(1, 1, 1);
    }

    @Test
    void sameLabelOfTwoFormatsIsNotTheSameFrame() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener text = new RecordingListener();
        RecordingListener other = new RecordingListener();
        subscribe(rooms, ROOM, TEXT, SUB_0, text);
        RoomSubscription leaves = subscribe(rooms, ROOM, new StubFormat("other"), SUB_0, other);
        relay.sinks.getFirst().live();
        relay.sinks.getFirst().message(TestRooms.message(ROOM, "m-1", "{}"));
        leaves.cancel();
        relay.sinks.getFirst().message(TestRooms.message(ROOM, "m-1", "{}"));
        assertThat(text.texts()).containsExactly("text sub-0 m-1", "text sub-0 m-1");
        assertThat(other.texts()).containsExactly("other sub-0 m-1");
    }

    @Test
    void repeatIsNotPassedOnAndCounted() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener first = new RecordingListener();
        RecordingListener second = new RecordingListener();
        subscribe(rooms, ROOM, TEXT, SUB_0, first);
        List<RoomMessage> messages =
                Stream.generate(RoomsTests::fresh).limit(100).toList();
        relay.sinks.getFirst().live();
        messages.forEach(relay.sinks.getFirst()::message);
        subscribe(rooms, ROOM, TEXT, SUB_0, second);
        messages.forEach(message -> relay.sinks.getFirst().message(copy(message)));
        messages.forEach(relay.sinks.getFirst()::message);
        relay.sinks.getFirst().message(fresh());
        assertThat(first.frames).hasSize(101);
        assertThat(second.frames).as("joined after the first copies").hasSize(1);
        assertThat(meters.counter("damso.rooms.repeats").count()).isEqualTo(200);
    }

    @Test
    void repeatInAnotherRoomIsPassedOn() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener listener = new RecordingListener();
        subscribe(rooms, ROOM, TEXT, SUB_0, listener);
        subscribe(rooms, new RoomId("r2"), TEXT, SUB_0, listener);
        RoomMessage message = fresh();
        relay.sinks.forEach(RoomSink::live);
        relay.sinks.forEach(sink -> sink.message(message));
        assertThat(listener.frames).hasSize(2);
    }

    @Test
    void messageWithoutAListenerIsNoRepeat() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        subscribe(rooms, ROOM, TEXT, SUB_0, new RecordingListener()).cancel();
        relay.sinks.getFirst().live();
        RoomMessage message = fresh();
        relay.sinks.getFirst().message(message);
        RecordingListener listener = new RecordingListener();
        subscribe(rooms, ROOM, TEXT, SUB_0, listener);
        relay.sinks.getFirst().message(copy(message));
        assertThat(listener.frames).hasSize(1);
    }

    /** The same message, published again. */
    private static RoomMessage copy(RoomMessage message) {
        return new RoomMessage("another " + message.origin(), message.number(), message.entry());
    }

    private static RoomMessage fresh() {
        return TestRooms.message(ROOM, UUID.randomUUID().toString(), "{}");
    }

    @Test
    void cancelledListenerReceivesNoMore() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        List<RecordingListener> listeners = new ArrayList<>();
        List<RoomSubscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            listeners.add(new RecordingListener());
            subscriptions.add(subscribe(rooms, ROOM, TEXT, SUB_0, listeners.get(i)));
        }
        for (int i = 0; i < 10; i += 2) {
            subscriptions.get(i).cancel();
        }
        relay.sinks.getFirst().live();
        relay.sinks.getFirst().message(TestRooms.message(ROOM, "m-1", "{}"));
        for (int i = 0; i < 10; i++) {
            assertThat(listeners.get(i).frames).hasSize(i % 2);
        }
    }

    @Test
    void subscriptionWithoutConfirmIsRefusedAndEnds() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofMillis(1));
        RecordingListener listener = new RecordingListener();
        CompletableFuture<Joined> live =
                subscribe(rooms, ROOM, TEXT, SUB_0, listener).whenLive();
        assertThat(live)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SUBSCRIPTION_UNCONFIRMED));
        await("the end").until(() -> {
            listener.frames.clear();
            relay.sinks.getFirst().message(TestRooms.message(ROOM, "m-1", "{}"));
            return listener.frames.isEmpty();
        });
    }

    @Test
    void confirmedSubscriptionDoesNotTimeOut() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener listener = new RecordingListener();
        RoomSubscription subscription = subscribe(rooms, ROOM, TEXT, SUB_0, listener);
        relay.sinks.getFirst().live();
        subscription.giveUp();
        assertThat(subscription.whenLive()).isCompleted();
        relay.sinks.getFirst().message(TestRooms.message(ROOM, "m-1", "{}"));
        assertThat(listener.frames).hasSize(1);
    }

    @Test
    void interruptionIsReportedToLiveListeners() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener early = new RecordingListener();
        RecordingListener late = new RecordingListener();
        subscribe(rooms, ROOM, TEXT, SUB_0, early);
        RoomSink sink = relay.sinks.getFirst();
        sink.interrupted();
        sink.live();
        assertThat(early.events).isEmpty();
        sink.interrupted();
        CompletableFuture<Joined> live =
                subscribe(rooms, ROOM, TEXT, SUB_0, late).whenLive();
        assertThat(live).isNotDone();
        sink.live();
        assertThat(live).isCompleted();
        assertThat(early.events).containsExactly("interrupted r1", "resumed r1");
        assertThat(late.events).isEmpty();
        assertThat(relay.sinks).hasSize(1);
    }

    @Test
    void holeIsCountedAndReportedToLiveListenersAndTheMessageIsDelivered() {
        Rooms rooms = rooms(Duration.ofHours(1), Duration.ofHours(1));
        RecordingListener live = new RecordingListener();
        subscribe(rooms, ROOM, TEXT, SUB_0, live);
        RoomSink sink = relay.sinks.getFirst();
        sink.live();
        sink.message(numbered(3, new Previous.First(null)));
        sink.message(numbered(4, new Previous.At(3)));
        assertThat(gaps()).isZero();
        sink.message(numbered(6, new Previous.At(5)));
        assertThat(gaps()).isEqualTo(1);
        assertThat(live.frames).hasSize(3);
        await("the notices")
                .untilAsserted(() -> assertThat(live.events).containsExactly("interrupted r1", "resumed r1"));
        sink.message(numbered(7, new Previous.At(6)));
        assertThat(gaps()).isEqualTo(1);
    }

    /** As a client that is told the outcome at once. */
    private static RoomSubscription subscribe(
            Rooms rooms, RoomId room, FrameFormat format, String label, RoomListener listener) {
        RoomSubscription subscription = rooms.subscribe(room, format, label, Join.LIVE, listener);
        subscription.whenLive().thenRun(subscription::start);
        return subscription;
    }

    private static RoomMessage numbered(long number, Previous previous) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return new RoomMessage("a", number, new Entry(ROOM, UUID.randomUUID().toString(), previous, body));
    }

    private double gaps() {
        return meters.get("damso.feed.gaps").counter().count();
    }

    private Rooms rooms(Duration linger, Duration subscribeTimeout) {
        Rooms rooms = TestRooms.of(relay, new TestRooms.AwayHistory(), linger, subscribeTimeout, meters);
        opened.add(rooms);
        return rooms;
    }

    /** Writes its name, the label and the message's id. Counts the calls of {@code encode}. */
    private static final class StubFormat implements FrameFormat {

        private final String name;
        private final AtomicInteger encoded = new AtomicInteger();

        private StubFormat(String name) {
            this.name = name;
        }

        @Override
        public byte[] encode(RoomMessage message) {
            encoded.incrementAndGet();
            return (" " + message.id()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] complete(byte[] encodedMessage, byte[] label) {
            String text = name + " " + new String(label, StandardCharsets.UTF_8);
            return (text + new String(encodedMessage, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A stub broker that confirms on the test's command. */
    private static final class StubRelay implements RoomRelay {

        private final List<RoomSink> sinks = new CopyOnWriteArrayList<>();
        private final AtomicInteger cancelled = new AtomicInteger();
        private volatile Runnable onCancel = () -> {};

        @Override
        public Runnable subscribe(RoomId roomId, RoomSink sink) {
            sinks.add(sink);
            return () -> {
                cancelled.incrementAndGet();
                onCancel.run();
            };
        }
    }

    private static final class RecordingListener implements RoomListener {

        private final List<byte[]> frames = new CopyOnWriteArrayList<>();
        private final List<String> events = new CopyOnWriteArrayList<>();

        private List<String> texts() {
            return frames.stream()
                    .map(frame -> new String(frame, StandardCharsets.UTF_8))
                    .toList();
        }

        @Override
        public void deliver(byte[] frame) {
            frames.add(frame);
        }

        @Override
        public void deliveryInterrupted(RoomId roomId) {
            events.add("interrupted " + roomId);
        }

        @Override
        public void deliveryResumed(RoomId roomId, Missed missed) {
            events.add("resumed " + roomId);
        }

        @Override
        public boolean whenReady(Runnable task) {
            return true;
        }
    }
}
