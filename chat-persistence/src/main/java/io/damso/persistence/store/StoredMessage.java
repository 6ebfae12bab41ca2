package io.damso.persistence.store;

import java.time.Instant;

/**
 * A message as it is kept.
 *
 * @param id UUIDv7 made by the gateway
 * @param roomId room it was sent to
 * @param sender user who wrote it
 * @param type kind of message
 * @param text what the user wrote
 * @param sentAt when the gateway accepted it, UTC, milliseconds
 * @param clientMessageId chosen by the client
 * @param seq position in the room: 1, 2, 3 and so on, without holes
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
