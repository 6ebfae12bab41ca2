package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.RoomMessage;

/**
 * Receives the messages and state changes of one room. Messages are passed one at a time, in the broker's order.
 * Messages that are published between {@link #interrupted} and {@link #live} may be missed. Must not block.
 */
public interface RoomSink {

    /** The broker has confirmed the subscription: messages published from now on are delivered. */
    void live();

    /** The subscription at the broker is lost. The relay subscribes again. */
    void interrupted();

    /** Receives a message of the room. */
    void message(RoomMessage message);
}
