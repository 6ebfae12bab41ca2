package io.damso.protocol.envelope;

import java.util.List;

/**
 * One to {@value #MAX_ENTRIES} messages of one origin, in the order in which it published them. Immutable, except that
 * the bytes of the messages are not copied; nobody may change them.
 *
 * @param origin who numbered the entries: one life of a publishing channel, unique for all time
 * @param first the number of the first entry, 1 or more; the others follow without a gap
 * @param entries one or more
 */
public record Envelope(String origin, long first, List<Entry> entries) {

    /** Maximum number of entries. A message of RabbitMQ can have one routing key for each of them. */
    public static final int MAX_ENTRIES = 64;

    /** Maximum size in bytes; an entry that is larger than that travels alone. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Longest origin in characters. */
    public static final int MAX_ORIGIN_LENGTH = 64;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the origin is empty or too long, the number is not positive, or the number of
     *     entries is out of bounds
     */
    public Envelope {
        requireOrigin(origin);
        if (first < 1 || first > Long.MAX_VALUE - MAX_ENTRIES) {
            throw new IllegalArgumentException("The number " + first + " is out of bounds");
        }
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(entries.size() + " entries; 1 to " + MAX_ENTRIES + " are allowed");
        }
        entries = List.copyOf(entries);
    }

    static void requireOrigin(String origin) {
        if (origin.isEmpty() || origin.length() > MAX_ORIGIN_LENGTH) {
            throw new IllegalArgumentException("The origin is empty or too long");
        }
    }

    /** Returns the number of an entry. */
    public long numberOf(int index) {
        return first + index;
    }

    /** Returns an envelope with this entry only, under the same origin and number. */
    public Envelope only(int index) {
        return new Envelope(origin, numberOf(index), List.of(entries.get(index)));
    }
}
