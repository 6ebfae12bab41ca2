package io.damso.gateway;

import io.damso.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A frame or handshake of a client is refused. The code is sent to the client, and the cause is logged. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Creates a refusal by a rule. It has no stack trace, because it is an answer and not a defect. */
    public RefusedException(ErrorCode code) {
        super(code.slug(), null, false, false);
        this.code = code;
    }

    /** Creates a refusal because of a failure, with a stack trace. */
    public RefusedException(ErrorCode code, @Nullable Throwable cause) {
        super(code.slug(), cause);
        this.code = code;
    }

    /** Returns the code that is sent to the client. */
    public ErrorCode code() {
        return code;
    }
}
