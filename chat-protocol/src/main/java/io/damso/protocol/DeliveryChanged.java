package io.damso.protocol;

/**
 * Body of a message on {@link Destinations#USER_NOTIFICATIONS}: the live delivery of one subscription is interrupted or
 * resumed. What was missed in between is delivered before what follows, if it can be read from the store.
 *
 * @param type {@link #INTERRUPTED} or {@link #RESUMED}
 * @param destination the subscription's destination, as the client wrote it
 * @param complete whether nothing is missing
 * @param follows with {@link #RESUMED}, whether what is missing is delivered later by itself; then the notification is
 *     repeated. If nothing follows and it is not complete, clients resume from their position before the interruption
 */
public record DeliveryChanged(String type, String destination, boolean complete, boolean follows) {

    /** The broker is not available; messages may be lost from now on. */
    public static final String INTERRUPTED = "delivery-interrupted";

    /** The subscription at the broker exists again; messages published from now on are delivered. */
    public static final String RESUMED = "delivery-resumed";

    /** Messages may be missed from now on. */
    public static DeliveryChanged interrupted(String destination) {
        return new DeliveryChanged(INTERRUPTED, destination, false, false);
    }

    /** What is published from now on is delivered. */
    public static DeliveryChanged resumed(String destination, Missed missed) {
        return new DeliveryChanged(RESUMED, destination, missed == Missed.DELIVERED, missed == Missed.FOLLOWS);
    }
}
