package io.damso.load.wire;

/** A server violated its protocol. */
public final class ProtocolException extends RuntimeException {

    /** Creates an exception with a message for the user. */
    public ProtocolException(String message) {
        super(message);
    }
}
