package io.damso.load.count;

import java.util.Locale;

/**
 * The numbers of deliveries.
 *
 * @param expected expected deliveries: each message once for each subscriber of its room
 * @param delivered actual deliveries
 * @param lost expected deliveries that were missing
 * @param duplicates deliveries of a message that the subscriber had already received
 * @param reordered deliveries after a later message of the same sender
 * @param stray deliveries to a wrong subscriber, or not readable
 */
public record Counts(long expected, long delivered, long lost, long duplicates, long reordered, long stray) {

    /** All numbers are 0. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    /** Returns the sums. */
    public Counts plus(Counts other) {
        return new Counts(
                expected + other.expected,
                delivered + other.delivered,
                lost + other.lost,
                duplicates + other.duplicates,
                reordered + other.reordered,
                stray + other.stray);
    }

    /** Returns whether every message was delivered once, in order and to the right subscriber. */
    public boolean clean() {
        return lost == 0 && duplicates == 0 && reordered == 0 && stray == 0;
    }

    /** Returns the numbers in words. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%,d of %,d delivered, %,d lost, %,d doubled, %,d out of order, %,d stray",
                delivered,
                expected,
                lost,
                duplicates,
                reordered,
                stray);
    }
}
