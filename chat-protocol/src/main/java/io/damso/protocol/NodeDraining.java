package io.damso.protocol;

/**
 * Body of a message on {@link Destinations#USER_NOTIFICATIONS}: the node stops, and closes the session's socket with
 * status 1012. The client may connect to another node before.
 *
 * @param type {@link #TYPE}
 * @param closesInMillis time until the socket is closed, in milliseconds
 */
public record NodeDraining(String type, long closesInMillis) {

    /** The type of the notification. */
    public static final String TYPE = "node-draining";

    /** Creates the notification of a close after this time in milliseconds. */
    public NodeDraining(long closesInMillis) {
        this(TYPE, closesInMillis);
    }
}
