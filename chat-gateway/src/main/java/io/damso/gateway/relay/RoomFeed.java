package io.damso.gateway.relay;

import io.damso.gateway.rooms.RoomSink;
import io.damso.protocol.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of the node to a room. It is live when its binding is made and the queue of the same run is
 * subscribed. Confined to the thread {@code relay}, except {@link #delivers}.
 */
final class RoomFeed {

    private final RoomId roomId;
    private final RoomSink sink;
    private @Nullable String boundRun;
    private boolean live;
    private volatile boolean delivers;

    RoomFeed(RoomId roomId, RoomSink sink) {
        this.roomId = roomId;
        this.sink = sink;
    }

    RoomId roomId() {
        return roomId;
    }

    RoomSink sink() {
        return sink;
    }

    /**
     * Returns whether messages are delivered: the feed was live at least once. Before, messages may arrive in envelopes
     * with messages of other rooms, and some of the room's own may be missing.
     */
    boolean delivers() {
        return delivers;
    }

    /** The binding is made in this run of the node. */
    void bound(String run, @Nullable String liveRun) {
        boundRun = run;
        queueLive(liveRun);
    }

    /**
     * The queue of a run is subscribed.
     *
     * @param liveRun null if no queue is subscribed
     */
    void queueLive(@Nullable String liveRun) {
        if (!live && boundRun != null && boundRun.equals(liveRun)) {
            live = true;
            delivers = true;
            sink.live();
        }
    }

    /** The queue is lost. */
    void queueLost() {
        if (live) {
            live = false;
            sink.interrupted();
        }
    }
}
