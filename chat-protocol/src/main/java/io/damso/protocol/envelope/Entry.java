package io.damso.protocol.envelope;

import io.damso.protocol.RoomId;
import java.util.Arrays;

/**
 * One message in an {@link Envelope}.
 *
 * @param roomId room of the message
 * @param messageId id of the message, 1 to {@value #MAX_ID_LENGTH} characters; the same as in its JSON
 * @param previous where the origin's preceding entry of this room is
 * @param message JSON of the message in UTF-8, as clients receive it
 */
public record Entry(RoomId roomId, String messageId, Previous previous, byte[] message) {

    /** Longest message id in characters. */
    public static final int MAX_ID_LENGTH = 64;

    /** Upper bound of the bytes that an entry needs in addition to its message. */
    public static final int MAX_OVERHEAD = 512;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the message id is empty or too long
     */
    public Entry {
        if (messageId.isEmpty() || messageId.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("The message id is empty or too long");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry(RoomId otherRoom, String otherId, Previous otherPrevious, byte[] otherMessage)
                && roomId.equals(otherRoom)
                && messageId.equals(otherId)
                && previous.equals(otherPrevious)
                && Arrays.equals(message, otherMessage);
    }

    @Override
    public int hashCode() {
        return messageId.hashCode();
    }

    /** Without the text of the message, which must not get into a log. */
    @Override
    public String toString() {
        return "Entry[" + roomId + ", " + messageId + ", " + previous + ", " + message.length + " bytes]";
    }
}
