package io.damso.gateway.rooms;

import io.damso.protocol.RoomId;

/** The node's way to the broker, as rooms see it. Neither subscribing nor cancelling waits or fails; both are safe for use by many threads. */
@FunctionalInterface
public interface RoomRelay {

    /**
     * Has the broker send a room's messages to the sink, and again after every interruption, until cancelled.
     *
     * @return cancels; call it at most once
     */
    Runnable subscribe(RoomId roomId, RoomSink sink);
}
