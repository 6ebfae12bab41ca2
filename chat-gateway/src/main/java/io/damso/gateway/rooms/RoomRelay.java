package io.damso.gateway.rooms;

import io.damso.protocol.RoomId;

/** Subscribes the node to rooms at the broker. Subscribing and cancelling neither block nor fail. Thread-safe. */
@FunctionalInterface
public interface RoomRelay {

    /**
     * Subscribes to a room. Messages are passed to the sink until the subscription is cancelled. After an interruption
     * the subscription is made again.
     *
     * @return cancels the subscription; call it at most once
     */
    Runnable subscribe(RoomId roomId, RoomSink sink);
}
