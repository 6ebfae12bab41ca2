package io.damso.load.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer of JetStream to a published message.
 *
 * @param sequence number of the message in its stream, from 1; 0 if it was refused
 * @param error code and description of the refusal; null if the message is stored
 */
record PubAck(long sequence, @Nullable String error) {

    /**
     * Reads an answer.
     *
     * @throws ProtocolException if it is not JSON, or has neither a sequence number nor an error
     */
    static PubAck read(byte[] bytes, int from, int to) {
        JsonNode answer;
        try {
            answer = JsonMapper.shared().readTree(bytes, from, to - from);
        } catch (JacksonException e) {
            throw new ProtocolException("The answer of JetStream is not JSON: " + e.getOriginalMessage());
        }
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            // The server's own number, because several of its errors share an HTTP-like code.
            return new PubAck(
                    0,
                    error.path("err_code").asInt(0) + " "
                            + error.path("description").asString(""));
        }
        long sequence = answer.path("seq").asLong(0);
        if (sequence < 1) {
            throw new ProtocolException("The answer of JetStream has no sequence number: " + answer);
        }
        return new PubAck(sequence, null);
    }
}
