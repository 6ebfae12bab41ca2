package io.damso.gateway.rooms;

import io.damso.protocol.RoomId;

/**
 * Receives the messages of a room for one subscription. Called on the thread that delivers the message or the state
 * change; must not block.
 */
public interface RoomListener {

    /**
     * Receives a frame with a message.
     *
     * @param frame complete frame for this subscription; shared with other listeners, so it must not be modified
     */
    void deliver(byte[] frame);

    /** Delivery of the room is interrupted; messages may be missed. */
    void deliveryInterrupted(RoomId roomId);

    /** Delivery of the room is resumed. */
    void deliveryResumed(RoomId roomId);
}
