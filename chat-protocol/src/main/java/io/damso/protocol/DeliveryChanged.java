package io.damso.protocol;

/**
 * Body of a message on {@link Destinations#USER_NOTIFICATIONS}: the live delivery of one subscription is interrupted or
 * resumed. Messages sent in between are not delivered later; clients read them from the history.
 *
 * @param type {@link #INTERRUPTED} or {@link #RESUMED}
 * @param destination the subscription's destination, as the client wrote it
 */
public record DeliveryChanged(String type, String destination) {

    /** The broker is not available; messages may be lost from now on. */
    public static final String INTERRUPTED = "delivery-interrupted";

    /** The subscription at the broker exists again; messages published from now on are delivered. */
    public static final String RESUMED = "delivery-resumed";
}
