package io.damso.gateway.rooms;

import io.damso.protocol.Missed;
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

    /**
     * Delivery of the room is resumed.
     *
     * @param missed what was missed meanwhile; if it follows, the call is repeated
     */
    void deliveryResumed(RoomId roomId, Missed missed);

    /**
     * Asks whether the client has got most of what was delivered. If not, the task is called once when it has, on the
     * thread that writes to the client. A task that waits is replaced by a later one.
     *
     * @return whether it has; then the task is not called
     */
    boolean whenReady(Runnable task);
}
