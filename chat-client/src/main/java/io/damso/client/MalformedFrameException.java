package io.damso.client;

/** The received data is not a STOMP 1.2 frame or exceeds this client's limit. The connection cannot be used further. */
public final class MalformedFrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }
}
