package io.damso.gateway.session;

import io.damso.gateway.rooms.RoomSubscription;
import io.damso.protocol.Destination;
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

    /** Ties the subscription to its room; cancels there if the session ended meanwhile. */
    void attach(RoomSubscription subscription) {
        synchronized (this) {
            room = subscription;
            if (!cancelled) {
                return;
            }
        }
        subscription.cancel();
    }

    void cancel() {
        RoomSubscription attached;
        synchronized (this) {
            cancelled = true;
            attached = room;
        }
        if (attached != null) {
            attached.cancel();
        }
    }
}
