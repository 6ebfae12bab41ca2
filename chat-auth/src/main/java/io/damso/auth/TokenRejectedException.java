package io.damso.auth;

import io.damso.protocol.ErrorCode;

/**
 * A token was not accepted; carries the code for the client and, for the log only, the reason, which holds nothing of
 * the token. There is no stack trace: this is an answer, not a fault.
 */
public final class TokenRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Refuses a token. */
    public TokenRejectedException(ErrorCode code, String reason) {
        super(code.slug() + ": " + reason, null, false, false);
        this.code = code;
    }

    /** Returns the code to answer with. */
    public ErrorCode code() {
        return code;
    }
}
