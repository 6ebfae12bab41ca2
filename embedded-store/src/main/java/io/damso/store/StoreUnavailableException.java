package io.damso.store;

/**
 * The store cannot start, because its file, data directory or address cannot be used. The message names the cause and,
 * where possible, a remedy.
 */
public class StoreUnavailableException extends RuntimeException {

    StoreUnavailableException(String message) {
        super(message);
    }

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
