package io.damso.bench.scenario;

/** A benchmark cannot continue. The message is for the user. */
public final class BenchmarkException extends RuntimeException {

    /** Creates an exception with a message for the user. */
    public BenchmarkException(String message) {
        super(message);
    }

    /** Creates an exception with a message for the user. */
    public BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns the message for the user; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
