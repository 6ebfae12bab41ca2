package io.damso.protocol;

/**
 * Body of a message on {@link Destinations#USER_NOTIFICATIONS}: live messages of one subscription stopped, or flow again.
 * What was sent in between is in the history.
 *
 * @param type {@link #INTERRUPTED} or {@link #RESUMED}
 * @param destination the subscription's destination, as the client wrote it
 */
public record DeliveryChanged(String type, String destination) {

    /** The broker is out of reach; messages may be missed from now on. */
    public static final String INTERRUPTED = "delivery-interrupted";

    /** The broker has the subscription again; what is published from now on is delivered. */
    public static final String RESUMED = "delivery-resumed";
}
