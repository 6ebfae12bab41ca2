package io.damso.reliability.cluster;

/** A scenario cannot go on; nothing is proven about the product. The message is for the user. */
public final class ChaosException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message for the user. */
    public ChaosException(String message) {
        super(message);
    }

    /** Creates an exception with a message for the user. */
    public ChaosException(String message, Throwable cause) {
        super(message, cause);
    }
}
