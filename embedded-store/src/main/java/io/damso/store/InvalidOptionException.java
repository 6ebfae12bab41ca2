package io.damso.store;

/** A command line option or the password is missing, unknown or unusable. The message names the option. */
final class InvalidOptionException extends StoreUnavailableException {

    InvalidOptionException(String message) {
        super(message);
    }
}
