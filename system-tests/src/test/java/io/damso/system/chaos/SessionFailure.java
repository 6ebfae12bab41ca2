package io.damso.system.chaos;

/** A session could not be opened or has ended; the client retries later. */
final class SessionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    SessionFailure(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
