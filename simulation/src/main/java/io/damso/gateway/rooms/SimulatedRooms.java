package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.Budget;
import io.damso.gateway.rooms.feed.FeedLimits;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.RoomState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The feeds of a node, as {@link Rooms} without its threads, and with small bounds. Not thread-safe. */
public final class SimulatedRooms {

    private static final long MEMORY = 4_000;
    private static final FeedLimits LIMITS =
            new FeedLimits(3, 10_000, 4, 1_000, TimeUnit.MILLISECONDS.toNanos(250), TimeUnit.SECONDS.toNanos(3));
    private static final long LINGER = TimeUnit.SECONDS.toNanos(30);
    private static final FeedCounters COUNTERS = FeedCounters.of(new SimpleMeterRegistry());
    private static final ResumeProperties RESUME = new ResumeProperties(1_000, Duration.ofHours(24));

    private final Map<RoomId, Feed> feeds = new LinkedHashMap<>();
    private final Budget budget = new Budget(MEMORY);
    private final FeedContext context;

    /**
     * Creates the rooms of a node.
     *
     * @param replays runs one task at a time, in their order
     * @param nanoTime the one clock of the simulation, since the epoch
     */
    public SimulatedRooms(
            RoomRelay relay, RoomHistory history, PositionTokens tokens, Executor replays, LongSupplier nanoTime) {
        this.context = new FeedContext(
                relay,
                history,
                tokens,
                LIMITS,
                budget,
                replays,
                RESUME,
                () -> Instant.ofEpochSecond(0, nanoTime.getAsLong()),
                nanoTime,
                COUNTERS);
    }

    /** Subscribes a listener, as {@link Rooms#subscribe}. */
    public RoomSubscription subscribe(RoomId room, FrameFormat format, Join join, RoomListener listener) {
        Groups.Label label = new Groups.Label(format, "");
        for (; ; ) {
            Feed feed = feeds.computeIfAbsent(room, id -> new Feed(id, context));
            RoomSubscription subscription = feed.add(label, join, listener);
            if (subscription != null) {
                return subscription;
            }
            feeds.remove(room, feed);
        }
    }

    /** Ends a subscription that did not begin in time. */
    public static void giveUp(RoomSubscription subscription) {
        subscription.giveUp();
    }

    /** Passes on what persistence tells about a room. */
    public void digest(RoomState stored, long unbrokenSince) {
        Feed feed = RoomId.parse(stored.room()).map(feeds::get).orElse(null);
        if (feed != null) {
            feed.digest(stored, unbrokenSince);
        }
    }

    /** Does what timers do. */
    public void tick() {
        leave(LINGER);
        List.copyOf(feeds.values()).forEach(Feed::tick);
    }

    /** Closes all feeds, which must be without subscriptions, and returns the memory that was not given back. */
    public long close() {
        leave(0);
        return feeds.isEmpty() ? MEMORY - budget.left() : Long.MAX_VALUE;
    }

    /** Returns the memory that is left, in bytes. */
    public long memoryLeft() {
        return budget.left();
    }

    private void leave(long emptyForNanos) {
        feeds.values().removeIf(feed -> feed.closeIfEmptyFor(emptyForNanos));
    }
}
