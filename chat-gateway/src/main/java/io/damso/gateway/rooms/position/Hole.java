package io.damso.gateway.rooms.position;

/**
 * Numbers of an origin that are missing although a higher one is known.
 *
 * @param origin the origin
 * @param after number before the first one that is missing, 0 or more
 * @param last last number that is missing
 */
public record Hole(String origin, long after, long last) {

    /** Returns whether this number of this origin is missing. */
    boolean has(String from, long number) {
        return number > after && number <= last && origin.equals(from);
    }
}
