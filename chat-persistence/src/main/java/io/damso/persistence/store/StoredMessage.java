package io.damso.persistence.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param replyTo id of the message that it answers; null if none
 * @param data JSON object of the product; null if none
 * @param replies the answers to it; null if there are none, or if they were not asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredMessage(
        String id,
        String roomId,
        String sender,
        String type,
        String text,
        Instant sentAt,
        String clientMessageId,
        long seq,
        @Nullable String replyTo,

        @Schema(type = "object", description = "JSON object of the product") @Nullable
        Map<String, Object> data,

        @Nullable Replies replies) {

    StoredMessage with(Replies answers) {
        return new StoredMessage(id, roomId, sender, type, text, sentAt, clientMessageId, seq, replyTo, data, answers);
    }
}
