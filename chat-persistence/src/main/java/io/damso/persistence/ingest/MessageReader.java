package io.damso.persistence.ingest;

import io.damso.protocol.ChatMessage;
import io.damso.protocol.MessageId;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Parses the body of a delivery and rejects messages that the store or the history cannot represent. */
final class MessageReader {

    private static final int MAX_TYPE_LENGTH = 64;
    private static final int MAX_TEXT_LENGTH = 1 << 20;
    private static final int MAX_DATA_LENGTH = 1 << 16; // more than gateways of this version accept

    private final JsonMapper json;

    MessageReader(JsonMapper json) {
        this.json = json;
    }

    /**
     * Parses the message.
     *
     * @throws InvalidMessageException if the body is not the JSON of a complete message
     */
    ChatMessage read(byte[] body) throws InvalidMessageException {
        ChatMessage message = parse(body);
        require("id", message.id(), MessageReader::isMessageId);
        require("roomId", message.roomId(), value -> RoomId.parse(value).isPresent());
        require("sender", message.sender(), value -> UserId.parse(value).isPresent());
        require("type", message.type(), value -> !value.isBlank() && value.length() <= MAX_TYPE_LENGTH);
        require("text", message.text(), value -> value.length() <= MAX_TEXT_LENGTH);
        require("sentAt", message.sentAt(), MessageReader::isStorable);
        require("clientMessageId", message.clientMessageId(), MessageReader::isClientMessageId);
        if (message.replyTo() != null) {
            require("replyTo", message.replyTo(), MessageReader::isMessageId);
        }
        if (message.data() != null) {
            require(
                    "data",
                    message.data(),
                    value -> json.writeValueAsString(value).length() <= MAX_DATA_LENGTH);
        }
        return message;
    }

    private ChatMessage parse(byte[] body) throws InvalidMessageException {
        ChatMessage message;
        try {
            message = json.readValue(body, ChatMessage.class);
        } catch (JacksonException | StackOverflowError e) {
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

    private static boolean isMessageId(String value) {
        return MessageId.parse(value).isPresent();
    }

    /** The store has 64-bit milliseconds (BSON "UTC datetime"). */
    private static boolean isStorable(Instant time) {
        try {
            time.toEpochMilli();
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** An unpaired surrogate is changed by UTF-8, so the stored value would not be found again. */
    private static boolean isClientMessageId(String value) {
        return !value.isEmpty()
                && value.length() <= ChatMessage.MAX_CLIENT_MESSAGE_ID_LENGTH
                && StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }
}
