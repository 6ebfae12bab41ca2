package io.damso.client;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One frame of STOMP 1.2. Immutable.
 *
 * @param command command of the frame
 * @param headers names and values without escapes, in the order of writing
 * @param body text; empty for commands other than SEND, MESSAGE and ERROR
 */
public record StompFrame(StompCommand command, Map<String, String> headers, String body) {

    static final String CONTENT_LENGTH = "content-length";

    /**
     * Copies the headers.
     *
     * @throws IllegalArgumentException if the command does not allow a body and there is one
     */
    public StompFrame {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if (!body.isEmpty() && !command.hasBody()) {
            throw new IllegalArgumentException(command + " has no body");
        }
    }

    /** Returns the value of a header, or null if the frame does not have it. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /**
     * Returns the frame as it is sent, with the final NUL. If the command allows a body, {@code content-length} is
     * computed; a value in the headers is ignored.
     *
     * @throws IllegalArgumentException if a header cannot be written: NUL has no escape, and CONNECT has no escapes
     */
    public String encode() {
        StringBuilder text = new StringBuilder(command.name()).append('\n');
        headers.forEach((name, value) -> {
            if (!command.hasBody() || !name.equals(CONTENT_LENGTH)) {
                HeaderLine.append(text, command, name, value);
            }
        });
        if (command.hasBody()) {
            int bytes = body.getBytes(StandardCharsets.UTF_8).length;
            text.append(CONTENT_LENGTH).append(':').append(bytes).append('\n');
        }
        return text.append('\n').append(body).append('\0').toString();
    }
}
