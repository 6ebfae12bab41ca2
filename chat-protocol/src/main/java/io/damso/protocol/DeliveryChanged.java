package io.damso.protocol;

/**
 * Body of a message on {@link Destinations#USER_NOTIFICATIONS}: the live delivery of one subscription is interrupted or
 * resumed. What was missed in between is delivered before what follows, if it can be read from the store.
 *
 * @param type {@link #INTERRUPTED} or {@link #RESUMED}
 * @param destination the subscription's destination, as the client wrote it
 * @param complete whether nothing is missing. False with {@link #RESUMED} if what was missed is delivered later, when
 *     the notification is repeated with true, or was too much; then clients read it from the history
 */
public record DeliveryChanged(String type, String destination, boolean complete) {

    /** The broker is not available; messages may be lost from now on. */
    public static final String INTERRUPTED = "delivery-interrupted";

    /** The subscription at the broker exists again; messages published from now on are delivered. */
    public static final String RESUMED = "delivery-resumed";
}
