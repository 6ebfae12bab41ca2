package io.damso.persistence.store;

import java.time.Instant;

/**
 * A stored message.
 *
 * @param id UUID made by the gateway, the same for every repeat; it has no order
 * @param roomId room of the message
 * @param sender user id of the sender
 * @param type kind of message
 * @param text what the user wrote
 * @param sentAt when the gateway accepted it, UTC, milliseconds
 * @param clientMessageId chosen by the client
 * @param seq number in the room: 1, 2, 3 and so on, without gaps
 */
public record StoredMessage(
        String id,
        String roomId,
        String sender,
        String type,
        String text,
        Instant sentAt,
        String clientMessageId,
        long seq) {}
