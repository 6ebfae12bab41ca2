package io.damso.auth;

import io.damso.protocol.ErrorCode;

/**
 * A token was rejected. Contains the code for the client and, as message, the reason for the log, which contains
 * nothing of the token. It has no stack trace, because an invalid token is not a fault of the service.
 */
public final class TokenRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Creates one with the code for the client and the reason for the log. */
    public TokenRejectedException(ErrorCode code, String reason) {
        super(code.slug() + ": " + reason, null, false, false);
        this.code = code;
    }

    /** Returns the code to answer with. */
    public ErrorCode code() {
        return code;
    }
}
