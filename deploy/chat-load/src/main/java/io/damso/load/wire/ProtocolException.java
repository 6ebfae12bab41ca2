package io.damso.load.wire;

/** A server sent what its protocol does not allow. */
public final class ProtocolException extends RuntimeException {

    /** Creates it with a message for the user. */
    public ProtocolException(String message) {
        super(message);
    }
}
