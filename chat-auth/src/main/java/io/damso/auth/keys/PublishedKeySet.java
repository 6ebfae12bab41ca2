package io.damso.auth.keys;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a JWK set (RFC 7517 §5) for signatures.
 *
 * @param keys in the order of the document
 */
record PublishedKeySet(List<PublishedKey> keys) {

    static final PublishedKeySet EMPTY = new PublishedKeySet(List.of());

    /**
     * Parses a set. Keys of unknown kinds, for encryption, and secret or private keys are ignored.
     *
     * @throws IOException if it is not a JWK set, or contains no usable key
     */
    static PublishedKeySet parse(byte[] json) throws IOException {
        List<PublishedKey> keys;
        try {
            keys = Jwks.setParser().build().parse(new String(json, StandardCharsets.UTF_8)).getKeys().stream()
                    .flatMap(jwk -> PublishedKey.of(jwk).stream())
                    .toList();
        } catch (JwtException | IllegalArgumentException | ClassCastException e) {
            throw new IOException("not a JWK set (" + e.getClass().getSimpleName() + ")", e);
        }
        if (keys.isEmpty()) {
            throw new IOException("no public RSA, EC or Ed25519 key for signatures in the JWK set");
        }
        return new PublishedKeySet(keys);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean holds(String kid) {
        return keys.stream().anyMatch(key -> kid.equals(key.kid()));
    }

    /**
     * Returns the key for a token.
     *
     * @param kid {@code kid} of the token; if it has none, exactly one key must match
     * @param algorithm {@code alg} of the token
     */
    Optional<PublicKey> find(@Nullable String kid, String algorithm) {
        List<PublishedKey> fitting = keys.stream()
                .filter(key -> kid == null || kid.equals(key.kid()))
                .filter(key -> key.algorithms().contains(algorithm))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst().key()) : Optional.empty();
    }
}
