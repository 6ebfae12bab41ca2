package io.damso.gateway.send;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Body of a SEND.
 *
 * @param text what the user wrote; neither blank nor longer than the limit
 * @param clientMessageId the client's own id, or null if it gave none
 */
record SendRequest(String text, @Nullable String clientMessageId) {

    /**
     * Reads the body; members it does not know are ignored, so that clients may be newer than the gateway.
     *
     * @param maxTextBytes longest text, in bytes of UTF-8
     * @throws RefusedException with the code of the first thing that is wrong
     */
    static SendRequest read(byte[] body, int maxTextBytes, JsonMapper json) throws RefusedException {
        if (body.length == 0) {
            throw new RefusedException(ErrorCode.BODY_EMPTY);
        }
        JsonNode root = parse(body, json);
        JsonNode text = root.path("text");
        if (!root.isObject() || !text.isString() || !isUnicode(text) || !isUnicode(root.path("clientMessageId"))) {
            throw new RefusedException(ErrorCode.BODY_UNREADABLE);
        }
        return new SendRequest(text(text.stringValue(), maxTextBytes), clientMessageId(root.path("clientMessageId")));
    }

    private static JsonNode parse(byte[] body, JsonMapper json) throws RefusedException {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw new RefusedException(ErrorCode.BODY_UNREADABLE); // the cause quotes what was written
        }
    }

    /** JSON can escape half of a surrogate pair, which no UTF-8 can carry on. */
    private static boolean isUnicode(JsonNode node) {
        return !node.isString() || StandardCharsets.UTF_8.newEncoder().canEncode(node.stringValue());
    }

    private static String text(String text, int maxTextBytes) throws RefusedException {
        if (text.isBlank()) {
            throw new RefusedException(ErrorCode.TEXT_EMPTY);
        }
        if (text.length() > maxTextBytes || text.getBytes(StandardCharsets.UTF_8).length > maxTextBytes) {
            throw new RefusedException(ErrorCode.TEXT_TOO_LONG);
        }
        return text;
    }

    private static @Nullable String clientMessageId(JsonNode node) throws RefusedException {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String value = node.isString() ? node.stringValue() : "";
        if (value.isBlank() || value.length() > ChatMessage.MAX_CLIENT_MESSAGE_ID_LENGTH) {
            throw new RefusedException(ErrorCode.CLIENT_MESSAGE_ID_INVALID);
        }
        return value;
    }
}
