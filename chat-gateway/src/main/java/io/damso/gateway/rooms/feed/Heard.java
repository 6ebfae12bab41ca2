package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.envelope.Previous;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a feed has heard: everything up to a stored number (once that is known), and of each origin everything up to a
 * number, except in holes. Holes are kept only while a feed goes on over them. Not thread-safe.
 */
final class Heard {

    /** Maximum number of origins; those that the stored number covers and that were heard least recently go first. */
    static final int MAX_ORIGINS = 64;

    /**
     * Maximum number of holes of an origin; then two become one, and what was heard between them may be delivered again.
     */
    static final int MAX_HOLES = 8;

    private static final long UNKNOWN = -1;
    private static final long NEVER = -1;

    /** Whether the predecessor of a message is missing. */
    enum Missing {
        NO,
        /** Its origin is not known, or does not say. */
        MAYBE,
        YES
    }

    private static final class Line {

        private long top;
        private boolean beyond;
        private long stamp;
        private @Nullable List<Hole> holes;
    }

    /** Numbers above {@code after} up to {@code last} may be missing. */
    private record Hole(long after, long last, long stamp) {}

    private final Map<String, Line> lines = new LinkedHashMap<>(4, 0.75f, true);
    private long stored = UNKNOWN;
    private long stamp;

    /** Ticket of the last barrier that had left when what was heard was forgotten. */
    private long forgottenAt = NEVER;

    /** Returns whether the stored number is known. */
    boolean isKnown() {
        return stored != UNKNOWN;
    }

    /** Returns the stored number up to which everything was heard; -1 if it is not known. */
    long stored() {
        return stored;
    }

    boolean contains(String origin, long number) {
        Line line = lines.get(origin);
        if (line == null || number > line.top) {
            return false;
        }
        return line.holes == null
                || line.holes.stream().noneMatch(hole -> number > hole.after() && number <= hole.last());
    }

    /** Returns whether what was published before a message of this origin was not heard. */
    Missing lacks(String origin, Previous previous) {
        return switch (previous) {
            case Previous.At(long before) -> lacks(origin, before);
            case Previous.First(Previous.Last last) -> last == null ? Missing.NO : lacks(last.origin(), last.number());
            case Previous.Forgotten() -> isKnown() ? Missing.MAYBE : Missing.NO;
        };
    }

    private Missing lacks(String origin, long before) {
        Line line = lines.get(origin);
        if (line == null) {
            return isKnown() ? Missing.MAYBE : Missing.NO; // without a stored number a message is taken as it comes
        }
        return before > line.top ? Missing.YES : Missing.NO;
    }

    /** Returns whether a message was not heard, and something before it may be missing. */
    boolean isMissingBefore(RoomMessage message) {
        return !contains(message.origin(), message.number())
                && lacks(message.origin(), message.previous()) != Missing.NO;
    }

    /** Returns whether a client has heard something that was not heard here, as far as is known. */
    boolean isBehind(Position client) {
        return client.stored() > stored
                || client.heard().entrySet().stream().anyMatch(each -> !contains(each.getKey(), each.getValue()));
    }

    /**
     * Records a message. What is missing before it becomes a hole, also while the stored number is not known: the first
     * one that becomes known may be older than the message.
     */
    void record(String origin, long number, Previous previous) {
        switch (previous) {
            case Previous.At(long before) -> hole(origin, before);
            case Previous.First(Previous.Last last) -> {
                if (last != null) {
                    hole(last.origin(), last.number());
                }
            }
            case Previous.Forgotten() -> hole(origin, number - 1);
        }
        recordChecked(origin, number);
    }

    /** As {@link #record}, for a message before which nothing is missing. */
    void recordChecked(String origin, long number) {
        Line line = line(origin);
        if (number > line.top) {
            line.top = number;
            line.beyond = true;
        } else {
            fill(line, number);
        }
    }

    private void hole(String origin, long last) {
        Line line = line(origin);
        if (last <= line.top) {
            return;
        }
        List<Hole> holes = line.holes == null ? new ArrayList<>(1) : line.holes;
        holes.add(new Hole(line.top, last, stamp));
        line.holes = holes;
        line.top = last;
        line.beyond = true;
        if (holes.size() > MAX_HOLES) {
            Hole newest = holes.removeLast();
            holes.set(holes.size() - 1, new Hole(holes.getLast().after(), newest.last(), stamp));
        }
    }

    private static void fill(Line line, long number) {
        List<Hole> holes = line.holes;
        if (holes == null) {
            return;
        }
        List<Hole> left = new ArrayList<>();
        for (Hole hole : holes) {
            if (number <= hole.after() || number > hole.last()) {
                left.add(hole);
                continue;
            }
            if (number - 1 > hole.after()) {
                left.add(new Hole(hole.after(), number - 1, hole.stamp()));
            }
            if (number < hole.last()) {
                left.add(new Hole(number, hole.last(), hole.stamp()));
            }
        }
        line.holes = left.isEmpty() ? null : left;
    }

    private Line line(String origin) {
        Line line = lines.get(origin);
        if (line == null) {
            line = new Line();
            lines.put(origin, line);
            forgetCovered();
        }
        line.stamp = stamp;
        return line;
    }

    private void forgetCovered() {
        Iterator<Line> eldest = lines.values().iterator();
        while (lines.size() > MAX_ORIGINS && eldest.hasNext()) {
            Line line = eldest.next();
            if (!line.beyond || !isKnown()) {
                eldest.remove();
            }
        }
    }

    /**
     * A barrier leaves: what was heard until now is stored, or never will be, when it is answered.
     *
     * @return its ticket, higher than all before
     */
    long barrierLeaves() {
        return ++stamp;
    }

    /** Returns the ticket of the last barrier. */
    long lastTicket() {
        return stamp;
    }

    /** Everything up to this stored number was passed on. */
    void storedUpTo(long seq) {
        stored = Math.max(stored, seq);
    }

    /**
     * Adopts a stored number, of which everything was passed on.
     *
     * @param origins the highest number of each origin that is covered
     * @param ticket of the barrier that was passed; 0 without one
     */
    void adopt(long seq, Map<String, Long> origins, long ticket) {
        stored = seq;
        if (ticket > forgottenAt) {
            forgottenAt = NEVER;
        }
        origins.forEach(this::covered);
        for (Line line : lines.values()) {
            if (line.holes != null) {
                line.holes.removeIf(hole -> hole.stamp() < ticket);
                line.holes = line.holes.isEmpty() ? null : line.holes;
            }
            if (line.stamp < ticket) {
                line.beyond = false;
            }
        }
        forgetCovered();
    }

    private void covered(String origin, long number) {
        Line line = lines.get(origin);
        if (line == null) {
            line = new Line();
            lines.put(origin, line);
        }
        if (line.holes != null) {
            List<Hole> left = new ArrayList<>();
            line.holes.stream()
                    .filter(hole -> hole.last() > number)
                    .map(hole -> new Hole(Math.max(hole.after(), number), hole.last(), hole.stamp()))
                    .forEach(left::add);
            line.holes = left.isEmpty() ? null : left;
        }
        line.top = Math.max(line.top, number);
        line.beyond = line.top > number;
    }

    /**
     * Returns the highest number of each origin that a stored number covers: of those that are named with it, and of those
     * that were heard last before its barrier left.
     *
     * @param ticket of that barrier; 0 without one
     */
    Map<String, Long> coveredBy(Map<String, Long> named, long ticket) {
        Map<String, Long> covered = new HashMap<>(named);
        lines.forEach((origin, line) -> {
            if (line.stamp < ticket && line.holes == null) {
                covered.merge(origin, line.top, Math::max);
            }
        });
        return covered;
    }

    /** Returns whether everything of these origins up to their numbers was heard. */
    boolean covers(Map<String, Long> origins) {
        return origins.entrySet().stream().allMatch(each -> {
            Line line = lines.get(each.getKey());
            return line != null && upTo(line) >= each.getValue();
        });
    }

    /** Returns whether of each of these origins its number or a later one was heard, whatever is missing before. */
    boolean reaches(Map<String, Long> origins) {
        return origins.entrySet().stream().allMatch(each -> {
            Line line = lines.get(each.getKey());
            return line != null && line.top >= each.getValue();
        });
    }

    /** Returns for each origin the number up to which everything was heard. */
    Map<String, Long> known() {
        Map<String, Long> known = new HashMap<>();
        lines.forEach((origin, line) -> {
            if (upTo(line) > 0) {
                known.put(origin, upTo(line));
            }
        });
        return known;
    }

    private static long upTo(Line line) {
        return line.holes == null ? line.top : line.holes.getFirst().after();
    }

    boolean hasHoles() {
        return lines.values().stream().anyMatch(line -> line.holes != null);
    }

    /** Returns the position of who has got everything that was heard; null without a stored number or with holes. */
    @Nullable
    Position position() {
        if (!isKnown() || forgottenAt != NEVER) {
            return null;
        }
        Map<String, Long> beyond = new HashMap<>(4);
        for (Map.Entry<String, Line> each : lines.entrySet()) {
            if (each.getValue().holes != null) {
                return null;
            }
            if (each.getValue().beyond) {
                beyond.put(each.getKey(), each.getValue().top);
            }
        }
        return new Position(stored, beyond);
    }

    /**
     * Forgets what was heard of all origins. There is no position until a barrier that leaves later is passed: subscribers
     * have got messages that it would not include.
     */
    void forgetAll() {
        lines.clear();
        forgottenAt = stamp;
    }

    /** Frees the memory of origins that the stored number covers. */
    void forgetOrigins() {
        lines.values().removeIf(line -> !line.beyond || !isKnown());
    }
}
