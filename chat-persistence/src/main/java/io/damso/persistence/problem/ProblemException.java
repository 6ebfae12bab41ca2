package io.damso.persistence.problem;

import io.damso.protocol.ErrorCode;

/** Refuses a request with a code; the client sees nothing else of it. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Creates a refusal. */
    public ProblemException(ErrorCode code) {
        super(code.slug(), null, false, false);
        this.code = code;
    }

    /** Returns the code to answer with. */
    public ErrorCode code() {
        return code;
    }
}
