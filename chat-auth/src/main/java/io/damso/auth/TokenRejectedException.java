package io.damso.auth;

import io.damso.protocol.ErrorCode;

/** A token was not accepted; carries the code for the client and, for the log only, the cause. */
public final class TokenRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    TokenRejectedException(ErrorCode code, Throwable cause) {
        super(code.slug(), cause);
        this.code = code;
    }

    TokenRejectedException(ErrorCode code) {
        super(code.slug());
        this.code = code;
    }

    /** Returns the code to answer with. */
    public ErrorCode code() {
        return code;
    }
}
