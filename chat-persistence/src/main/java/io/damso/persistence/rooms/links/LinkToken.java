package io.damso.persistence.rooms.links;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secret of a link: 256 random bits, as base64url. The store has only its SHA-256: with that many random bits, no
 * salt and no slow hash is needed.
 *
 * @param value 43 characters
 */
record LinkToken(String value) {

    /** The allowed tokens, as text for users. */
    static final String ALLOWED = "the token of a link: 43 characters of base64url";

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static LinkToken random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new LinkToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static Optional<LinkToken> parse(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(value -> FORM.matcher(value).matches())
                .map(LinkToken::new);
    }

    /** Returns what is stored of the token. */
    String hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** A token is a secret. */
    @Override
    public String toString() {
        return "LinkToken";
    }
}
