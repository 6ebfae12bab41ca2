package io.damso.store;

/** A command line option is missing, unknown or has a value the store cannot use. The message names the option. */
final class InvalidOptionException extends RuntimeException {

    InvalidOptionException(String message) {
        super(message);
    }
}
