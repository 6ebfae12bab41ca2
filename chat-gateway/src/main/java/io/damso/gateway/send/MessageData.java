package io.damso.gateway.send;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The product's own object in a message.
 *
 * @param json without white space
 * @param fields the same object
 */
record MessageData(String json, Map<String, Object> fields) {

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    /**
     * Reads the object.
     *
     * @throws RefusedException with {@link ErrorCode#DATA_INVALID} if it is no object or too long, or would not be the
     *     same when it is read again: UTF-8 has no unpaired surrogates, and a double no number such as 1e400
     */
    static MessageData read(JsonNode node, JsonMapper json) throws RefusedException {
        String text = node.toString();
        if (!node.isObject()
                || text.length() > ChatMessage.MAX_DATA_BYTES
                || bytes(text) > ChatMessage.MAX_DATA_BYTES
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text)
                || !json.readTree(text).equals(node)) {
            throw new RefusedException(ErrorCode.DATA_INVALID);
        }
        return new MessageData(text, json.readValue(text, FIELDS));
    }

    /** Returns its length as JSON without white space, in bytes of UTF-8. */
    int bytes() {
        return bytes(json);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
