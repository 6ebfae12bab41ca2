package io.damso.gateway.rooms.feed;

import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import org.jspecify.annotations.Nullable;

/**
 * A room message as delivered by the broker, or as read from the store.
 *
 * @param origin who numbered the message, as in an envelope; empty for a message from the store without copies
 * @param number number of the message among those of its origin; 0 without an origin
 * @param entry the message; its bytes are well-formed UTF-8 and must not be modified
 * @param seq its number in the room; 0 if it is not known
 * @param position token of the position of a subscriber who has got this message and everything before it; null if
 *     there is none
 * @param late whether messages that were sent later may have been passed on before, because this one was missing
 */
public record RoomMessage(
        String origin,
        long number,
        Entry entry,
        long seq,
        @Nullable String position,
        boolean late) {

    private static final int OVERHEAD = 200;

    /** Creates a message of the live exchange, without a position. */
    public RoomMessage(String origin, long number, Entry entry) {
        this(origin, number, entry, 0, null, false);
    }

    /** Returns the message with another position. */
    public RoomMessage at(@Nullable String token) {
        return new RoomMessage(origin, number, entry, seq, token, late);
    }

    /** Returns the message, marked as late if it is. */
    public RoomMessage withLate(boolean isLate) {
        return isLate ? new RoomMessage(origin, number, entry, seq, position, true) : this;
    }

    /** Returns the message id, the same on every node. */
    public String id() {
        return entry.messageId();
    }

    /** Returns what its origin published before it in the room. */
    Previous previous() {
        return entry.previous();
    }

    /** Returns the memory that the message takes, in bytes. */
    public int size() {
        return OVERHEAD + entry.message().length;
    }

    /** Returns the JSON of the message. */
    @SuppressWarnings("ArrayRecordComponent")
    public byte[] body() {
        return entry.message();
    }
}
