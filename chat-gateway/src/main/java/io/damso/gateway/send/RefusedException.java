package io.damso.gateway.send;

import io.damso.protocol.ErrorCode;

/** A message was not taken; the client is told the code, the log the cause. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    RefusedException(ErrorCode code) {
        super(code.slug());
        this.code = code;
    }

    RefusedException(ErrorCode code, Throwable cause) {
        super(code.slug(), cause);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
