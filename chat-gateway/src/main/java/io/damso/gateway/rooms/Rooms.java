package io.damso.gateway.rooms;

import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.gateway.rooms.feed.Budget;
import io.damso.gateway.rooms.feed.FeedLimits;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.RoomState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The rooms with subscriptions on this node. A room is subscribed at the broker once, with its first listener, and
 * unsubscribed when it had no listener for the time of {@link RoomsProperties#linger}. Thread-safe.
 */
@Component
public final class Rooms implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
    private static final long SWEEPS_PER_LINGER = 4;
    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final long TICK_MILLIS = 100;
    private static final long QUIET_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int MOST_HELD = 1_000;

    /** What a barrier takes if persistence is healthy, many times over. */
    private static final long OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** What is stored and told by a digest is delivered within this time, if it is not lost. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final FeedContext context;
    private final long lingerNanos;
    private final long subscribeTimeoutMillis;
    private final Guard guard = new Guard(LOG, "A room could not be unsubscribed; the next sweep repeats it");
    private final SerialExecutor replays =
            new SerialExecutor("room-replays", new Guard(LOG, "A replay failed unexpectedly"));
    private final Map<RoomId, Feed> feeds = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("rooms").factory());

    /** Creates the rooms of a node. */
    Rooms(
            RoomSource source,
            PositionTokens tokens,
            RoomsProperties properties,
            ResumeProperties resume,
            MeterRegistry meters) {
        this.lingerNanos = properties.linger().toNanos();
        this.subscribeTimeoutMillis = properties.subscribeTimeout().toMillis();
        Budget budget = new Budget(properties.memory().toBytes());
        this.context = new FeedContext(
                source.relay(),
                source.history(),
                tokens,
                new FeedLimits(
                        properties.ringMessages(),
                        Math.toIntExact(properties.ringSize().toBytes()),
                        MOST_HELD,
                        resume.maxMessages(),
                        OPEN_NANOS,
                        GRACE_NANOS),
                budget,
                replays,
                resume,
                Clock.systemUTC(),
                System::nanoTime,
                FeedCounters.of(meters));
        meters.gaugeMapSize("damso.rooms.subscribed", Tags.empty(), feeds);
        meters.gauge("damso.rooms.memory.left", Tags.empty(), budget, Budget::left);
        timer.setRemoveOnCancelPolicy(true);
        long pause = Math.clamp(
                properties.linger().toMillis() / SWEEPS_PER_LINGER, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        guard.every(timer, pause, pause, this::leaveEmptyRooms);
        Guard ticks = new Guard(LOG, "A room could not be checked; the next check repeats it");
        ticks.every(timer, TICK_MILLIS, TICK_MILLIS, () -> feeds.values().forEach(feed -> ticks.run(feed::tick)));
    }

    /**
     * Subscribes a listener to a room. Does not wait for the broker; see {@link RoomSubscription#whenLive}.
     *
     * @param format encoding of the listener's frames
     * @param label text that the format writes into the listener's frames
     * @param join what the subscription begins with
     */
    public RoomSubscription subscribe(
            RoomId roomId, FrameFormat format, String label, Join join, RoomListener listener) {
        Groups.Label group = new Groups.Label(format, label);
        for (; ; ) {
            Feed feed = feeds.computeIfAbsent(roomId, id -> new Feed(id, context));
            RoomSubscription subscription = feed.add(group, join, listener);
            if (subscription != null) {
                cancelWhenLate(subscription);
                return subscription;
            }
            feeds.remove(roomId, feed); // closed concurrently
        }
    }

    /**
     * Passes on what persistence tells about a room, if the node is subscribed to it.
     *
     * @param unbrokenSince since when nothing of that kind was missed, as {@link System#nanoTime}
     */
    public void digest(RoomState stored, long unbrokenSince) {
        Feed feed = RoomId.parse(stored.room()).map(feeds::get).orElse(null);
        if (feed != null) {
            feed.digest(stored, unbrokenSince);
        }
    }

    private void cancelWhenLate(RoomSubscription subscription) {
        CompletableFuture<Joined> live = subscription.whenLive();
        if (!live.isDone()) {
            Future<?> late = timer.schedule(subscription::giveUp, subscribeTimeoutMillis, TimeUnit.MILLISECONDS);
            live.whenComplete((confirmed, failure) -> late.cancel(false));
        }
    }

    private void leaveEmptyRooms() {
        for (Feed feed : feeds.values()) {
            guard.run(() -> leaveIfEmpty(feed));
        }
    }

    private void leaveIfEmpty(Feed feed) {
        feed.forgetIfQuietFor(QUIET_NANOS);
        if (feed.closeIfEmptyFor(lingerNanos)) {
            feeds.remove(feed.roomId(), feed);
        }
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
        replays.shutdown();
    }
}
