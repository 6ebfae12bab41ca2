package io.damso.gateway.rooms;

import io.damso.edge.log.RareLog;
import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.RoomId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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
    private static final long QUIET_NANOS = TimeUnit.HOURS.toNanos(1);

    private final RoomRelay relay;
    private final long lingerNanos;
    private final long subscribeTimeoutMillis;
    private final Counter repeats;
    private final Counter gaps;
    private final RareLog gapLog = new RareLog(LOG);
    private final Guard guard = new Guard(LOG, "A room could not be unsubscribed; the next sweep repeats it");
    private final SerialExecutor notices =
            new SerialExecutor("room-notices", new Guard(LOG, "A notice of a hole failed unexpectedly"));
    private final Map<RoomId, Feed> feeds = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("rooms").factory());

    Rooms(RoomRelay relay, RoomsProperties properties, MeterRegistry meters) {
        this.relay = relay;
        this.lingerNanos = properties.linger().toNanos();
        this.subscribeTimeoutMillis = properties.subscribeTimeout().toMillis();
        this.repeats = Counter.builder("damso.rooms.repeats")
                .description("Messages that were not passed on because they had just been passed on")
                .register(meters);
        this.gaps = Counter.builder("damso.feed.gaps")
                .description("Holes in the messages of a room, as the numbers of a later message show them")
                .register(meters);
        meters.gaugeMapSize("damso.rooms.subscribed", Tags.empty(), feeds);
        timer.setRemoveOnCancelPolicy(true);
        long pause = Math.clamp(
                properties.linger().toMillis() / SWEEPS_PER_LINGER, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        guard.every(timer, pause, pause, this::leaveEmptyRooms);
    }

    /**
     * Subscribes a listener to a room. Does not wait for the broker; see {@link RoomSubscription#whenLive}.
     *
     * @param format encoding of the listener's frames
     * @param label text that the format writes into the listener's frames
     */
    public RoomSubscription subscribe(RoomId roomId, FrameFormat format, String label, RoomListener listener) {
        Feed.Label group = new Feed.Label(format, label);
        for (; ; ) {
            Feed feed = feeds.computeIfAbsent(roomId, id -> new Feed(id, repeats, this::hole));
            RoomSubscription subscription = feed.add(group, listener, relay);
            if (subscription != null) {
                cancelWhenLate(subscription);
                return subscription;
            }
            feeds.remove(roomId, feed); // closed concurrently
        }
    }

    /** Called on the thread that delivers; the notices are written on {@code room-notices}. */
    private void hole(Feed feed) {
        gaps.increment();
        gapLog.warn("Messages of room {} were published and did not get here; they are in the history", feed.roomId());
        notices.execute(feed::tellHole);
    }

    private void cancelWhenLate(RoomSubscription subscription) {
        CompletableFuture<Void> live = subscription.whenLive();
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
        notices.shutdown();
    }
}
