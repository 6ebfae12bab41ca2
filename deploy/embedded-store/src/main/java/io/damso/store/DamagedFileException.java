package io.damso.store;

/** The file of a store does not hold what it says, or is another program's. The message says what was found. */
final class DamagedFileException extends RuntimeException {

    DamagedFileException(String message) {
        super(message);
    }
}
