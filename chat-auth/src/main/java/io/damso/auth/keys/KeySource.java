package io.damso.auth.keys;

import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.security.Key;
import java.util.Collection;

/** The keys that tokens are verified with. Thread-safe. */
public interface KeySource {

    /**
     * Returns the algorithms of the keys; a token with another algorithm is refused before a key is selected.
     */
    Collection<SecureDigestAlgorithm<?, ?>> algorithms();

    /**
     * Returns the key that verifies a token with this header. May wait for an answer of the issuer, for at most
     * {@code damso.auth.jwks.timeout}.
     *
     * @throws RejectedKeyException if there is none
     */
    Key find(JwsHeader header);
}
