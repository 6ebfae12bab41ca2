package io.damso.store;

/** The store cannot start here: its file or its port cannot be had. The message names the remedy. */
public final class StoreUnavailableException extends RuntimeException {

    StoreUnavailableException(String message) {
        super(message);
    }

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
