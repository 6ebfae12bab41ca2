package io.damso.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies a room in destinations, routing keys and URLs.
 *
 * <p>The grammar is strict because the value becomes one word of an AMQP routing key: 1 to 64 ASCII letters, digits,
 * {@code _} and {@code -}. It cannot contain wildcards, dots or encoded separators. A UUID in upper case is the same
 * room (RFC 9562 §4); any other id is case-sensitive.
 *
 * @param value the identifier as sent to clients; a UUID in lower case
 */
public record RoomId(String value) {

    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final int UUID_LENGTH = 36;

    /**
     * Checks the grammar and writes a UUID in small letters.
     *
     * @throws IllegalArgumentException if the value is not a room id
     */
    public RoomId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not a room id");
        }
        value = canonical(value);
    }

    /** Returns the room id, or nothing if the text does not follow the grammar. */
    public static Optional<RoomId> parse(String text) {
        return isValid(text) ? Optional.of(new RoomId(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    private static String canonical(String id) {
        return id.length() == UUID_LENGTH && UUID.matcher(id).matches() ? id.toLowerCase(Locale.ROOT) : id;
    }

    @Override
    public String toString() {
        return value;
    }
}
