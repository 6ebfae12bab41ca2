package io.damso.auth.keys;

import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.security.Key;
import java.util.Collection;

/** Knows the keys that tokens may be signed with. Safe for use by many threads. */
public interface KeySource {

    /**
     * Returns the algorithms that fit the keys; a token that names another one is refused before a key is looked for.
     */
    Collection<SecureDigestAlgorithm<?, ?>> algorithms();

    /**
     * Returns the key that a token with this header must be signed with. May wait for an answer of the issuer, as long
     * as the settings allow.
     *
     * @throws RejectedKeyException if there is none
     */
    Key find(JwsHeader header);
}
