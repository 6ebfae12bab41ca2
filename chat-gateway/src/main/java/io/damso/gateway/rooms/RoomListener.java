package io.damso.gateway.rooms;

import io.damso.protocol.RoomId;

/** A session that listens to rooms. Called by the thread that brings the message; must not block. */
public interface RoomListener {

    /**
     * Takes a MESSAGE frame.
     *
     * @param frame complete, for this listener's subscription id; shared with other listeners, so not to be changed
     */
    void deliver(byte[] frame);

    /** Live messages of the room stop; some may be missed. */
    void deliveryInterrupted(RoomId roomId);

    /** Live messages of the room flow again. */
    void deliveryResumed(RoomId roomId);
}
