package io.damso.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies a room, in destinations, routing keys and URLs alike.
 *
 * <p>The grammar is strict because the value becomes one word of an AMQP routing key: 1 to 64 ASCII letters, digits,
 * {@code _} and {@code -}. Wildcards, dots and encoded separators cannot be written in it.
 *
 * @param value the identifier as it stands on the wire
 */
public record RoomId(String value) {

    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if the value is not a room id
     */
    public RoomId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not a room id");
        }
    }

    /** Returns the room id, or nothing if the text does not follow the grammar. */
    public static Optional<RoomId> parse(String text) {
        return isValid(text) ? Optional.of(new RoomId(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
