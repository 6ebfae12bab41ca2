package io.damso.gateway;

import io.damso.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses the JSON bodies of frames. */
public final class JsonBody {

    private JsonBody() {}

    /**
     * Parses a body.
     *
     * @throws RefusedException with {@link ErrorCode#BODY_EMPTY} if the body is empty, or with
     *     {@link ErrorCode#BODY_UNREADABLE} if it is not well-formed UTF-8 (RFC 8259 §8.1; Jackson accepts overlong
     *     forms) or not JSON. It has no cause, because the cause would quote the body.
     */
    public static JsonNode read(byte[] body, JsonMapper json) throws RefusedException {
        if (body.length == 0) {
            throw new RefusedException(ErrorCode.BODY_EMPTY);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return json.readTree(body);
        } catch (CharacterCodingException | JacksonException e) {
            throw new RefusedException(ErrorCode.BODY_UNREADABLE);
        }
    }
}
