package io.damso.persistence.ingest;

/** A delivery that no retry makes storable; the message says why, for the dead letter. */
final class InvalidMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidMessageException(String reason) {
        super(reason);
    }
}
