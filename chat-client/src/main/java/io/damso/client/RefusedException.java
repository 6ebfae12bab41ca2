package io.damso.client;

/** The server refused a frame or a request, or the session ended. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retryable;

    RefusedException(String code) {
        this(code, false);
    }

    RefusedException(String code, boolean retryable) {
        super("Refused: " + code);
        this.code = code;
        this.retryable = retryable;
    }

    /** Returns the error code of {@code docs/error-codes.md}, or the reason why the session ended. */
    public String code() {
        return code;
    }

    /**
     * Returns whether the server has said that the same frame or request may succeed later, unchanged. False if the
     * session ended; then the code or the close code says whether to connect again.
     */
    public boolean isRetryable() {
        return retryable;
    }
}
