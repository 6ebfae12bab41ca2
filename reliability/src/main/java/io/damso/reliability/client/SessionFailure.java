package io.damso.reliability.client;

/** A session could not be opened, or is of no use any more; the client opens another one. */
final class SessionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    SessionFailure(String reason) {
        this(reason, false);
    }

    SessionFailure(String reason, boolean retryable) {
        super(reason);
        this.retryable = retryable;
    }

    /** Returns whether the same request may succeed later in the same session. */
    boolean isRetryable() {
        return retryable;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
