package io.damso.gateway.rooms;

import io.damso.protocol.envelope.Previous;
import java.util.Arrays;

/**
 * The number that a feed heard last of each origin, for the {@value #CAPACITY} origins that it heard last. A gateway
 * has one origin for a room at a time. An origin that is not known is taken as it comes: its earlier messages may be
 * older than the feed. Confined to the feed's monitor.
 */
final class HeardNumbers {

    static final int CAPACITY = 16;

    private static final String[] NONE = {};
    private static final long[] NO_NUMBERS = {};

    /** The origin that was heard last is at the end. */
    private String[] origins = NONE;

    private long[] numbers = NO_NUMBERS;

    /**
     * Records a message.
     *
     * @return whether a message of this origin, or of the one before it on the same gateway, was published in the room
     *     and not heard
     */
    boolean heard(String origin, long number, Previous previous) {
        boolean missing = switch (previous) {
            case Previous.At(long before) -> isBeyond(origin, before);
            case Previous.First(Previous.Last last) -> last != null && isBeyond(last.origin(), last.number());
            case Previous.Forgotten() -> false;
        };
        record(origin, number);
        return missing;
    }

    private boolean isBeyond(String origin, long number) {
        int index = indexOf(origin);
        return index >= 0 && number > numbers[index];
    }

    private int indexOf(String origin) {
        for (int i = origins.length - 1; i >= 0; i--) {
            if (origins[i].equals(origin)) {
                return i;
            }
        }
        return -1;
    }

    private void record(String origin, long number) {
        int index = indexOf(origin);
        long last = index < 0 ? number : Math.max(number, numbers[index]);
        if (index < 0 && origins.length < CAPACITY) {
            origins = Arrays.copyOf(origins, origins.length + 1);
            numbers = Arrays.copyOf(numbers, numbers.length + 1);
        } else {
            int removed = Math.max(index, 0);
            System.arraycopy(origins, removed + 1, origins, removed, origins.length - removed - 1);
            System.arraycopy(numbers, removed + 1, numbers, removed, numbers.length - removed - 1);
        }
        origins[origins.length - 1] = origin;
        numbers[numbers.length - 1] = last;
    }

    /** Forgets all origins and frees their memory. */
    void clear() {
        origins = NONE;
        numbers = NO_NUMBERS;
    }
}
