package io.damso.gateway.rooms.position;

import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.NumberRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * What of a room is known: everything up to a stored number, and of each origin everything up to its number, except in
 * holes. What is in a hole may be known all the same by its stored number. Immutable.
 *
 * @param stored {@code seq} up to which everything is known, 0 or more
 * @param heard for each origin the highest number that is known beyond {@code stored}
 * @param holes what is missing below these numbers: each ends below the number of its origin, and no two of an origin
 *     touch
 */
public record Position(long stored, Map<String, Long> heard, List<Hole> holes) {

    /** Maximum number of holes of a position that is given to a client. */
    public static final int MAX_HOLES = 4;

    private static final Comparator<Hole> ORDER =
            Comparator.comparing(Hole::origin).thenComparingLong(Hole::after);

    /** Copies the map, and the list in order. */
    public Position {
        heard = Map.copyOf(heard);
        holes = holes.size() < 2
                ? List.copyOf(holes)
                : holes.stream().sorted(ORDER).toList();
    }

    /** Creates a position without holes. */
    public Position(long stored, Map<String, Long> heard) {
        this(stored, heard, List.of());
    }

    /** Returns whether an entry of this origin and number is known. False says nothing about what is stored. */
    public boolean hasHeard(String origin, long number) {
        Long last = heard.get(origin);
        return last != null && number <= last && (holes.isEmpty() || !isInHole(origin, number));
    }

    /** Returns whether everything of an origin up to this number is known. False says nothing about what is stored. */
    public boolean hasAllUpTo(String origin, long number) {
        return hasHeard(origin, number)
                && holes.stream()
                        .noneMatch(
                                hole -> hole.after() < number && hole.origin().equals(origin));
    }

    /** Returns whether a stored message is known: by its number, or by one of its copies. */
    public boolean includes(long seq, List<Copy> copies) {
        return seq <= stored || copies.stream().anyMatch(copy -> hasHeard(copy.o(), copy.n()));
    }

    /** Returns whether an entry is in a hole: one that was published later is known. */
    public boolean isInHole(String origin, long number) {
        return holes.stream().anyMatch(hole -> hole.has(origin, number));
    }

    /** Returns what both together know. */
    public Position and(Position other) {
        long highest = Math.max(stored, other.stored);
        if (!holes.isEmpty() || !other.holes.isEmpty()) {
            return combined(other, highest, Missing::inBoth);
        }
        Map<String, Long> all = new HashMap<>(heard);
        other.heard.forEach((origin, number) -> all.merge(origin, number, Math::max));
        return new Position(highest, all);
    }

    /** Returns what each of both knows. */
    public Position inCommonWith(Position other) {
        return combined(other, Math.min(stored, other.stored), Missing::inEither);
    }

    private Position combined(Position other, long seq, BinaryOperator<List<Hole>> operation) {
        Set<String> origins = new HashSet<>(heard.keySet());
        origins.addAll(other.heard.keySet());
        Map<String, Long> numbers = new HashMap<>();
        List<Hole> left = new ArrayList<>();
        for (String origin : origins) {
            List<Hole> missing = operation.apply(Missing.of(this, origin), Missing.of(other, origin));
            long last = missing.removeLast().after();
            if (last > 0) {
                numbers.put(origin, last);
                left.addAll(missing);
            }
        }
        return new Position(seq, numbers, left);
    }

    /** Returns the position of who has got everything up to this number as well. */
    public Position upTo(long seq) {
        return seq <= stored ? this : new Position(seq, heard, holes);
    }

    /** Returns the position of who has got what is in the holes as well. */
    public Position withoutHoles() {
        return holes.isEmpty() ? this : new Position(stored, heard);
    }

    /** Returns for each origin the number up to which everything is known. */
    public Map<String, Long> unbroken() {
        if (holes.isEmpty()) {
            return heard;
        }
        Map<String, Long> unbroken = new HashMap<>(heard);
        holes.forEach(hole -> unbroken.merge(hole.origin(), hole.after(), Math::min));
        unbroken.values().removeIf(number -> number == 0);
        return unbroken;
    }

    /** Returns for each origin with holes what is known behind them. */
    public Map<String, List<NumberRange>> behindHoles() {
        Map<String, List<NumberRange>> behind = new HashMap<>();
        for (int i = 0; i < holes.size(); i++) {
            Hole hole = holes.get(i);
            Hole next = i + 1 < holes.size() ? holes.get(i + 1) : hole;
            boolean another = next != hole && next.origin().equals(hole.origin());
            long last = another ? next.after() : heard.getOrDefault(hole.origin(), hole.last());
            behind.computeIfAbsent(hole.origin(), origin -> new ArrayList<>()).add(new NumberRange(hole.last(), last));
        }
        return behind;
    }
}
