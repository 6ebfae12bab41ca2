package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Rooms on a stub broker. Close them after the test. */
public final class TestRooms implements RoomRelay, AutoCloseable {

    private final Map<RoomId, RoomSink> sinks = new ConcurrentHashMap<>();
    private final Rooms rooms =
            of(this, new AwayHistory(), Duration.ofHours(1), Duration.ofHours(1), new SimpleMeterRegistry());
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Returns rooms with the default limits. */
    static Rooms of(
            RoomRelay relay, RoomHistory history, Duration linger, Duration subscribeTimeout, MeterRegistry meters) {
        return new Rooms(
                new RoomSource(relay, history),
                new PositionTokens("secret"),
                new RoomsProperties(linger, subscribeTimeout, 100, DataSize.ofKilobytes(128), DataSize.ofMegabytes(1)),
                new ResumeProperties(1_000, Duration.ofHours(24)),
                meters);
    }

    /** Persistence is away. */
    static final class AwayHistory implements RoomHistory {

        @Override
        public void askBarrier(Waiting feed) {}

        @Override
        public boolean isAnswering(RoomId roomId) {
            return false;
        }

        @Override
        public void read(CatchUpQuestion question, Consumer<@Nullable StoredPage> outcome) {
            outcome.accept(null);
        }
    }

    public Rooms rooms() {
        return rooms;
    }

    @Override
    public Runnable subscribe(RoomId roomId, RoomSink sink) {
        sinks.put(roomId, sink);
        return () -> sinks.remove(roomId);
    }

    /** Confirms the node's subscription of the room. */
    public void confirm(RoomId roomId) {
        sink(roomId).live();
    }

    /** Interrupts the room and makes it live again. */
    public void interrupt(RoomId roomId) {
        sink(roomId).interrupted();
        sink(roomId).live();
    }

    /** Delivers a message with this id and body. */
    public void deliver(RoomId roomId, String id, String body) {
        sink(roomId).message(message(roomId, id, body));
    }

    /** Returns a message without a known predecessor. */
    public static RoomMessage message(RoomId roomId, String id, String body) {
        Entry entry = new Entry(roomId, id, new Previous.Forgotten(), body.getBytes(StandardCharsets.UTF_8));
        return new RoomMessage("test", NUMBERS.incrementAndGet(), entry);
    }

    private RoomSink sink(RoomId roomId) {
        RoomSink sink = sinks.get(roomId);
        if (sink == null) {
            throw new AssertionError("Nobody subscribed to " + roomId);
        }
        return sink;
    }

    @Override
    public void close() {
        rooms.destroy();
    }
}
