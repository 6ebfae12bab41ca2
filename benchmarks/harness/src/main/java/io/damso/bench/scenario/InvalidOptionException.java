package io.damso.bench.scenario;

/** An option is missing, unknown or has an unusable value. The message names the option. */
public final class InvalidOptionException extends RuntimeException {

    /** Creates an exception with a message for the user. */
    public InvalidOptionException(String message) {
        super(message);
    }

    /** Creates an exception with a message for the user. */
    public InvalidOptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
