package io.damso.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies a user: the subject of the token that the embedding product issued (RFC 7519 §4.1.2).
 *
 * <p>Letters and digits of any script, and {@code . _ @ | + : -}; 1 to 128 characters. Neither {@code .} nor {@code
 * ..}: a user id is a path segment, and clients remove such segments (RFC 3986 §5.2.4).
 *
 * @param value the subject of the token
 */
public record UserId(String value) {

    /** The allowed user ids, as text for users. */
    public static final String ALLOWED =
            "1 to 128 letters and digits of any script and . _ @ | + : - but neither . nor .. alone";

    private static final Pattern GRAMMAR = Pattern.compile("(?!\\.{1,2}\\z)[\\p{L}\\p{M}\\p{N}._@|+:-]{1,128}");

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
