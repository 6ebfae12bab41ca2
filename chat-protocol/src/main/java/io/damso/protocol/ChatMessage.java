package io.damso.protocol;

import java.time.Instant;

/**
 * One message of a room, as subscribers receive it and as the durable queues hold it.
 *
 * @param id UUIDv7 (RFC 9562 §5.7) made by the gateway; grows with every message of one sender on one gateway
 * @param roomId room it was sent to
 * @param sender subject of the sender's token; never taken from the client's frame
 * @param type kind of message; {@link #TYPE_CHAT} for what users write
 * @param text what the user wrote, UTF-8
 * @param sentAt when the gateway accepted it, UTC, milliseconds
 * @param clientMessageId chosen by the client to send again without storing twice; equals {@code id} when it chose none
 */
public record ChatMessage(
        String id, String roomId, String sender, String type, String text, Instant sentAt, String clientMessageId) {

    /** What users write. */
    public static final String TYPE_CHAT = "chat";

    /** Longest {@code clientMessageId} in characters. */
    public static final int MAX_CLIENT_MESSAGE_ID_LENGTH = 64;
}
