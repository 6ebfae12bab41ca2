package io.damso.gateway.rooms;

import io.damso.protocol.RoomId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The rooms of this node. A room is subscribed at the broker once, when its first listener comes, and left a while after
 * its last one went; in between, listeners come and go without the broker. Safe for use by many threads.
 */
@Component
public final class Rooms implements DisposableBean {

    private static final long SWEEPS_PER_LINGER = 4;
    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final RoomRelay relay;
    private final MessageFrames frames;
    private final long lingerNanos;
    private final long subscribeTimeoutMillis;
    private final Map<RoomId, Feed> feeds = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("rooms").factory());

    Rooms(RoomRelay relay, MessageFrames frames, RoomsProperties properties, MeterRegistry meters) {
        this.relay = relay;
        this.frames = frames;
        this.lingerNanos = properties.linger().toNanos();
        this.subscribeTimeoutMillis = properties.subscribeTimeout().toMillis();
        meters.gaugeMapSize("damso.rooms.subscribed", Tags.empty(), feeds);
        timer.setRemoveOnCancelPolicy(true);
        long pause = Math.clamp(
                properties.linger().toMillis() / SWEEPS_PER_LINGER, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        timer.scheduleWithFixedDelay(this::leaveEmptyRooms, pause, pause, TimeUnit.MILLISECONDS);
    }

    /**
     * Subscribes a listener to a room.
     *
     * @param header the {@code subscription} header of its MESSAGE frames, encoded, with the end of line
     */
    public RoomSubscription subscribe(RoomId roomId, String header, RoomListener listener) {
        for (; ; ) {
            Feed feed = feeds.computeIfAbsent(roomId, room -> new Feed(room, frames));
            RoomSubscription subscription = feed.add(header, listener, relay);
            if (subscription != null) {
                cancelWhenLate(subscription);
                return subscription;
            }
            feeds.remove(roomId, feed); // closed a moment ago
        }
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
            if (feed.closeIfEmptyFor(lingerNanos)) {
                feeds.remove(feed.roomId(), feed);
            }
        }
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }
}
