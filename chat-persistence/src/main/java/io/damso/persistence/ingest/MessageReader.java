package io.damso.persistence.ingest;

import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a delivery and refuses what the store could not keep or history could not show. */
final class MessageReader {

    private static final int MAX_TYPE_LENGTH = 64;
    private static final int MAX_TEXT_LENGTH = 1 << 20;

    private final JsonMapper json;

    MessageReader(JsonMapper json) {
        this.json = json;
    }

    /**
     * Returns the message.
     *
     * @throws InvalidMessageException if the body is not the JSON of a complete message
     */
    ChatMessage read(byte[] body) throws InvalidMessageException {
        ChatMessage message = parse(body);
        require("id", message.id(), MessageReader::isUuid);
        require("roomId", message.roomId(), value -> RoomId.parse(value).isPresent());
        require("sender", message.sender(), value -> UserId.parse(value).isPresent());
        require("type", message.type(), value -> !value.isBlank() && value.length() <= MAX_TYPE_LENGTH);
        require("text", message.text(), value -> value.length() <= MAX_TEXT_LENGTH);
        require("sentAt", message.sentAt(), value -> true);
        require("clientMessageId", message.clientMessageId(), MessageReader::isClientMessageId);
        return message;
    }

    private ChatMessage parse(byte[] body) throws InvalidMessageException {
        ChatMessage message;
        try {
            message = json.readValue(body, ChatMessage.class);
        } catch (JacksonException e) {
            throw new InvalidMessageException("unreadable: " + e.getClass().getSimpleName());
        }
        if (message == null) {
            throw new InvalidMessageException("unreadable: null");
        }
        return message;
    }

    private static <T> void require(String field, @Nullable T value, Predicate<T> valid)
            throws InvalidMessageException {
        if (value == null || !valid.test(value)) {
            throw new InvalidMessageException("invalid: " + field);
        }
    }

    private static boolean isUuid(String value) {
        try {
            return UUID.fromString(value).toString().equals(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Half a surrogate pair would not come back from the store as it went in, and so never be found again. */
    private static boolean isClientMessageId(String value) {
        return !value.isEmpty() && value.length() <= ChatMessage.MAX_CLIENT_MESSAGE_ID_LENGTH
                && StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }
}
