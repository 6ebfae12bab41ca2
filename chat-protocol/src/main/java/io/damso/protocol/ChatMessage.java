package io.damso.protocol;

import java.time.Instant;

/**
 * One message of a room, as subscribers receive it and as the partition queues contain it.
 *
 * @param id what {@link MessageId} computes from the other fields but {@code sentAt}; it has no order. Random in messages
 *     that gateways of earlier versions published
 * @param roomId room of the message
 * @param sender subject of the sender's token; never taken from the client's frame
 * @param type kind of message; {@link #TYPE_CHAT} for what users write
 * @param text what the user wrote, UTF-8
 * @param sentAt when the gateway accepted it, UTC; in JSON always with three digits of a second
 * @param clientMessageId chosen by the client, so that a repeated SEND is the same message; a random UUID if the client
 *     gave none
 */
public record ChatMessage(
        String id, String roomId, String sender, String type, String text, Instant sentAt, String clientMessageId) {

    /** Type of messages that users write. */
    public static final String TYPE_CHAT = "chat";

    /** Longest {@code clientMessageId} in characters. */
    public static final int MAX_CLIENT_MESSAGE_ID_LENGTH = 64;
}
