package io.damso.gateway.rooms.feed;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the last messages that a feed passed on, at most {@value #CAPACITY}. Empty at first, 16 bytes an id, so at
 * most 16 KiB. Confined to the feed's monitor.
 */
final class RecentIds {

    /** Ten sessions may repeat as many SENDs as one may have unconfirmed (100). */
    static final int CAPACITY = 1_024;

    private static final int SMALLEST = 8;
    private static final long[] NONE = new long[0];

    /** Two numbers an id, oldest first until the ring is full; a plain search of it takes less than a microsecond. */
    private long[] halves = NONE;

    private int size;
    private int oldest;

    /**
     * Adds an id, in place of the oldest one if the ring is full.
     *
     * @param id text of a UUID; anything else is not remembered
     * @return false if the id is among the last ones already
     */
    boolean add(@Nullable String id) {
        UUID parsed = parse(id);
        return parsed == null || add(parsed.getMostSignificantBits(), parsed.getLeastSignificantBits());
    }

    private boolean add(long high, long low) {
        for (int i = 0; i < 2 * size; i += 2) {
            if (halves[i + 1] == low && halves[i] == high) {
                return false;
            }
        }
        int place = oldest;
        if (size < CAPACITY) {
            place = size++;
        } else {
            oldest = (oldest + 1) % CAPACITY;
        }
        if (2 * place == halves.length) {
            halves = Arrays.copyOf(halves, Math.max(2 * SMALLEST, 2 * halves.length));
        }
        halves[2 * place] = high;
        halves[2 * place + 1] = low;
        return true;
    }

    /** Forgets all ids and frees their memory. */
    void clear() {
        halves = NONE;
        size = 0;
        oldest = 0;
    }

    private static @Nullable UUID parse(@Nullable String id) {
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null; // of another publisher than a gateway
        }
    }
}
