package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.RoomMessage;

/**
 * Encoding of room messages for one client protocol; one instance for each protocol. A message is encoded once for each
 * format and completed once for each label; subscriptions with the same label share the bytes. Implementations are
 * thread-safe and must not block.
 */
public interface FrameFormat {

    /** Returns the part that all frames of the message have in common. */
    byte[] encode(RoomMessage message);

    /**
     * Returns the complete frame for the subscriptions with this label.
     *
     * @param encoded result of {@link #encode}; must not be modified
     * @param label the part that differs between subscriptions, in UTF-8; must not be modified
     */
    byte[] complete(byte[] encoded, byte[] label);
}
