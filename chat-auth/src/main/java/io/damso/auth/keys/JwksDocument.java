package io.damso.auth.keys;

import java.io.IOException;

/** The place that a JWK set is read from: a file or a URL. */
public interface JwksDocument {

    /**
     * Reads the current document. Blocks for at most {@code damso.auth.jwks.timeout}.
     *
     * @throws IOException if it cannot be read, or is too large
     */
    byte[] read() throws IOException;

    /** Returns the name of the setting with the place, for logs; the place itself may contain a secret. */
    String setting();
}
