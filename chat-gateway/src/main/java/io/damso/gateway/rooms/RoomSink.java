package io.damso.gateway.rooms;

/**
 * Takes what comes from the broker for one room. Messages come one at a time and in the broker's order; what is published
 * between {@link #interrupted} and {@link #live} does not come. Must not block.
 */
public interface RoomSink {

    /** The broker has confirmed the subscription: what is published from now on comes. */
    void live();

    /** The broker no longer has the subscription; it is asked for again. */
    void interrupted();

    /** A message of the room. */
    void message(RoomMessage message);
}
