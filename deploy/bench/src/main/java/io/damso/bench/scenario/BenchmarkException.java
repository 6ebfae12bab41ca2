package io.damso.bench.scenario;

/** A benchmark cannot go on. The message is for the user. */
public final class BenchmarkException extends RuntimeException {

    /** Creates it with a message for the user. */
    public BenchmarkException(String message) {
        super(message);
    }

    /** Creates it with a message for the user. */
    public BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }
}
