package io.damso.gateway.session;

import io.damso.gateway.rooms.RoomSubscription;
import io.damso.protocol.Destination;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One subscription of a session. */
final class Subscription {

    private final String header;
    private final Destination destination;
    private @Nullable RoomSubscription room;
    private boolean cancelled;

    /**
     * Creates a subscription.
     *
     * @param header the {@code subscription} header of its MESSAGE frames, encoded, with the end of line
     */
    Subscription(String header, Destination destination) {
        this.header = header;
        this.destination = destination;
    }

    String header() {
        return header;
    }

    Destination destination() {
        return destination;
    }

    /**
     * Ties the subscription to its room, unless it was cancelled meanwhile. Whoever cancels at the same time waits, so
     * that nothing is delivered after a cancel.
     *
     * @return what the room gave, or null if the subscription was cancelled
     */
    synchronized @Nullable RoomSubscription attach(Supplier<RoomSubscription> rooms) {
        if (!cancelled) {
            room = rooms.get();
        }
        return room;
    }

    /** Ends it; returns whether it had been tied to a room. */
    boolean cancel() {
        RoomSubscription attached;
        synchronized (this) {
            cancelled = true;
            attached = room;
        }
        if (attached != null) {
            attached.cancel();
        }
        return attached != null;
    }
}
