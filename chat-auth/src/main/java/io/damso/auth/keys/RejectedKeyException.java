package io.damso.auth.keys;

import io.damso.protocol.ErrorCode;
import io.jsonwebtoken.JwtException;

/** There is no key for a token; passes the error code through the parser. */
public final class RejectedKeyException extends JwtException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    RejectedKeyException(ErrorCode code, String reason) {
        super(reason);
        this.code = code;
    }

    /** Returns the code to answer with. */
    public ErrorCode code() {
        return code;
    }
}
