package io.damso.bench.scenario;

/** An option is missing, unknown or has a value that cannot be used. The message names the option. */
public final class InvalidOptionException extends RuntimeException {

    /** Creates it with a message for the user. */
    public InvalidOptionException(String message) {
        super(message);
    }
}
