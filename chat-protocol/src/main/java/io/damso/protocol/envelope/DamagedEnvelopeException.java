package io.damso.protocol.envelope;

/** The bytes are no envelope of a known version. The message of the exception says why, without any text of a user. */
public final class DamagedEnvelopeException extends Exception {

    private static final long serialVersionUID = 1L;

    DamagedEnvelopeException(String reason) {
        super("damaged envelope: " + reason);
    }
}
