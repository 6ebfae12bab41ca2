package io.damso.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies a user: the subject of the token that the embedding product issued (RFC 7519 §4.1.2).
 *
 * <p>Letters and digits of any script, and {@code . _ @ | + : -}; 1 to 128 characters.
 *
 * @param value the subject as it stands in the token
 */
public record UserId(String value) {

    private static final Pattern GRAMMAR = Pattern.compile("[\\p{L}\\p{M}\\p{N}._@|+:-]{1,128}");

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if the value is not a user id
     */
    public UserId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not a user id");
        }
    }

    /** Returns the user id, or nothing if the text does not follow the grammar. */
    public static Optional<UserId> parse(String text) {
        return isValid(text) ? Optional.of(new UserId(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
