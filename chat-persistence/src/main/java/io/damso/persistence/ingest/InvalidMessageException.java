package io.damso.persistence.ingest;

/** A delivery that can never be stored; the exception message is the reason for the dead letter. */
public final class InvalidMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidMessageException(String reason) {
        super(reason);
    }
}
