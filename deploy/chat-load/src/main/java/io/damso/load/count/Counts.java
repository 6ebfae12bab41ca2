package io.damso.load.count;

import java.util.Locale;

/**
 * What became of the messages.
 *
 * @param expected deliveries that there should be: each message once for each subscriber of its room
 * @param delivered deliveries that there were
 * @param lost expected and never delivered
 * @param duplicates delivered to a subscriber that had it already
 * @param reordered delivered to a subscriber after a later message of the same sender
 * @param stray delivered to somebody who should not get it, or not readable
 */
public record Counts(long expected, long delivered, long lost, long duplicates, long reordered, long stray) {

    /** Nothing at all. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    /** Returns the sums. */
    public Counts plus(Counts other) {
        return new Counts(expected + other.expected, delivered + other.delivered, lost + other.lost,
                duplicates + other.duplicates, reordered + other.reordered, stray + other.stray);
    }

    /** Returns whether every message came once, in order and where it should. */
    public boolean clean() {
        return lost == 0 && duplicates == 0 && reordered == 0 && stray == 0;
    }

    /** Returns it in words. */
    public String describe() {
        return String.format(Locale.ROOT, "%,d of %,d delivered, %,d lost, %,d doubled, %,d out of order, %,d stray",
                delivered, expected, lost, duplicates, reordered, stray);
    }
}
