package io.damso.auth.keys;

import java.io.IOException;

/** Where a JWK set is read from. */
public interface JwksDocument {

    /**
     * Returns the document as it is now. Ends within the time that the settings allow.
     *
     * @throws IOException if it cannot be read, or is too large
     */
    byte[] read() throws IOException;

    /** Returns the name of the setting that holds the place, for logs; the place itself may hold a secret. */
    String setting();
}
