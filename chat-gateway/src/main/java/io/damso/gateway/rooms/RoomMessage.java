package io.damso.gateway.rooms;

import io.damso.protocol.envelope.Entry;

/**
 * A room message as delivered by the broker.
 *
 * @param origin who numbered the message, as in an envelope
 * @param number number of the message among those of its origin
 * @param entry the message; its bytes are well-formed UTF-8 and must not be modified
 */
public record RoomMessage(String origin, long number, Entry entry) {

    /** Returns the message id, the same on every node. */
    public String id() {
        return entry.messageId();
    }

    /** Returns the JSON of the message. */
    @SuppressWarnings("ArrayRecordComponent")
    public byte[] body() {
        return entry.message();
    }
}
