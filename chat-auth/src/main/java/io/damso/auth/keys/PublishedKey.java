package io.damso.auth.keys;

import io.jsonwebtoken.Identifiable;
import io.jsonwebtoken.security.Jwk;
import java.security.Key;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One key of a JWK set for signatures.
 *
 * @param kid name of the key in tokens (RFC 7517 §4.5)
 * @param key the key
 * @param algorithms names of its algorithms
 */
record PublishedKey(@Nullable String kid, PublicKey key, Set<String> algorithms) {

    private static final String USE = "use";
    private static final String SIGNATURES = "sig";
    private static final String VERIFY = "verify";

    /** Returns the key; empty if it is a secret or private key, not for signatures, or too weak. */
    static Optional<PublishedKey> of(Jwk<?> jwk) {
        Key key = jwk.toKey();
        if (!(key instanceof PublicKey publicKey) || !checksSignatures(jwk)) {
            return Optional.empty();
        }
        Set<String> algorithms = KeyAlgorithms.of(key).stream()
                .map(Identifiable::getId)
                .filter(name -> jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(name))
                .collect(Collectors.toUnmodifiableSet());
        return algorithms.isEmpty()
                ? Optional.empty()
                : Optional.of(new PublishedKey(jwk.getId(), publicKey, algorithms));
    }

    private static boolean checksSignatures(Jwk<?> jwk) {
        Object use = jwk.get(USE);
        boolean verifies = jwk.getOperations() == null
                || jwk.getOperations().isEmpty()
                || jwk.getOperations().stream().anyMatch(operation -> VERIFY.equals(operation.getId()));
        return verifies && (use == null || SIGNATURES.equals(use));
    }
}
