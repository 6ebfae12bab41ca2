package io.damso.gateway.send;

import io.damso.gateway.JsonBody;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Body of a SEND.
 *
 * @param text text of the message; neither blank nor, together with {@code data}, longer than the limit
 * @param clientMessageId id that the client gave the message; null if it gave none
 * @param replyTo id of the message that it answers; null if none
 * @param data JSON object of the product; null if none
 */
record SendRequest(
        String text,
        @Nullable String clientMessageId,
        @Nullable String replyTo,
        @Nullable MessageData data) {

    /**
     * Parses the body. Unknown properties are ignored, so that clients may be newer than the gateway.
     *
     * @param maxTextBytes maximum length of the text as a JSON string and of the data, together, in bytes of UTF-8
     * @throws RefusedException with the code of the first violation
     */
    static SendRequest read(byte[] body, int maxTextBytes, JsonMapper json) throws RefusedException {
        JsonNode root = JsonBody.read(body, json);
        JsonNode text = root.path("text");
        if (!root.isObject() || !text.isString() || !isUnicode(text) || !isUnicode(root.path("clientMessageId"))) {
            throw new RefusedException(ErrorCode.BODY_UNREADABLE);
        }
        MessageData data = isAbsent(root.path("data")) ? null : MessageData.read(root.path("data"), json);
        return new SendRequest(
                text(text.stringValue(), data == null ? maxTextBytes : maxTextBytes - data.bytes()),
                clientMessageId(root.path("clientMessageId")),
                replyTo(root.path("replyTo")),
                data);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** JSON can escape an unpaired surrogate, which UTF-8 cannot encode. */
    private static boolean isUnicode(JsonNode node) {
        return !node.isString() || StandardCharsets.UTF_8.newEncoder().canEncode(node.stringValue());
    }

    private static String text(String text, int maxTextBytes) throws RefusedException {
        if (text.isBlank()) {
            throw new RefusedException(ErrorCode.TEXT_EMPTY);
        }
        // MESSAGE has the text as JSON. Its length as JSON, not as plain text, must fit into a client's buffer.
        if (text.length() > maxTextBytes || JsonStringEncoder.getInstance().quoteAsUTF8(text).length > maxTextBytes) {
            throw new RefusedException(ErrorCode.TEXT_TOO_LONG);
        }
        return text;
    }

    private static @Nullable String clientMessageId(JsonNode node) throws RefusedException {
        if (isAbsent(node)) {
            return null;
        }
        String value = node.isString() ? node.stringValue() : "";
        if (value.isBlank() || value.length() > ChatMessage.MAX_CLIENT_MESSAGE_ID_LENGTH) {
            throw new RefusedException(ErrorCode.CLIENT_MESSAGE_ID_INVALID);
        }
        return value;
    }

    private static @Nullable String replyTo(JsonNode node) throws RefusedException {
        if (isAbsent(node)) {
            return null;
        }
        return MessageId.parse(node.isString() ? node.stringValue() : "")
                .orElseThrow(() -> new RefusedException(ErrorCode.REPLY_TO_INVALID));
    }

    /** Returns the fields of the data; null without data. */
    @Nullable
    Map<String, Object> fields() {
        return data == null ? null : data.fields();
    }
}
