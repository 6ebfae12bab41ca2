package io.damso.protocol;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param replyTo id of the message that it answers; null if none. Only its form is checked: that message may be older
 *     than the history, or not stored yet. Not in the JSON if null, as data
 * @param data a JSON object for the product's own use, which nothing here reads; null if none
 */
public record ChatMessage(
        String id,
        String roomId,
        String sender,
        String type,
        String text,
        Instant sentAt,
        String clientMessageId,
        @Nullable String replyTo,
        @Nullable Map<String, Object> data) {

    /** Type of messages that users write. */
    public static final String TYPE_CHAT = "chat";

    /** Longest {@code clientMessageId} in characters. */
    public static final int MAX_CLIENT_MESSAGE_ID_LENGTH = 64;

    /** Longest {@code data}, in bytes of UTF-8 as JSON without white space. */
    public static final int MAX_DATA_BYTES = 2_048;

    /** Creates a message that answers no other one and has no data. */
    public ChatMessage(
            String id, String roomId, String sender, String type, String text, Instant sentAt, String clientMessageId) {
        this(id, roomId, sender, type, text, sentAt, clientMessageId, null, null);
    }
}
