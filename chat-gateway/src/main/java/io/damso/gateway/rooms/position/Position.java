package io.damso.gateway.rooms.position;

import io.damso.protocol.feeds.Copy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a room is known: everything up to a stored number, and of each origin everything up to its number. Immutable.
 *
 * @param stored {@code seq} up to which everything is known, 0 or more
 * @param heard for each origin the highest number up to which everything is known beyond {@code stored}
 */
public record Position(long stored, Map<String, Long> heard) {

    /** Copies the map. */
    public Position {
        heard = Map.copyOf(heard);
    }

    /** Returns whether an entry of this origin and number is known. False says nothing about what is stored. */
    public boolean hasHeard(String origin, long number) {
        Long last = heard.get(origin);
        return last != null && number <= last;
    }

    /** Returns whether a stored message is known: by its number, or by one of its copies. */
    public boolean includes(long seq, List<Copy> copies) {
        return seq <= stored || copies.stream().anyMatch(copy -> hasHeard(copy.o(), copy.n()));
    }

    /** Returns what both together know. */
    public Position and(Position other) {
        Map<String, Long> all = new HashMap<>(heard);
        other.heard.forEach((origin, number) -> all.merge(origin, number, Math::max));
        return new Position(Math.max(stored, other.stored), all);
    }

    /** Returns the position of who has got everything up to this number as well. */
    public Position upTo(long seq) {
        return seq <= stored ? this : new Position(seq, heard);
    }
}
