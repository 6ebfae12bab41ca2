package io.damso.gateway;

import io.damso.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** One frame of a client is refused; the client is told the code, the log the cause. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Refuses by a rule. There is no stack trace: this is an answer, not a fault. */
    public RefusedException(ErrorCode code) {
        super(code.slug(), null, false, false);
        this.code = code;
    }

    /** Refuses because something failed. */
    public RefusedException(ErrorCode code, @Nullable Throwable cause) {
        super(code.slug(), cause);
        this.code = code;
    }

    /** Returns what the client is told. */
    public ErrorCode code() {
        return code;
    }
}
