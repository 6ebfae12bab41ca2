package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Hole;
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

    private static final long UNKNOWN = -1;
    private static final long NEVER = -1;

    /** Whether the predecessor of a message is missing. */
    enum Missing {
        NO,
        /** Its origin is not known, or does not say. */
        MAYBE,
        YES
    }

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
        return line != null && line.contains(number);
    }

    /** Returns whether a message is in a hole, so that something that was published later was heard. */
    boolean isInHole(String origin, long number) {
        Line line = lines.get(origin);
        return line != null && number <= line.top() && !line.contains(number);
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
        return before > line.top() ? Missing.YES : Missing.NO;
    }

    /** Returns whether a message was not heard, and something before it may be missing. */
    boolean isMissingBefore(RoomMessage message) {
        return !contains(message.origin(), message.number())
                && lacks(message.origin(), message.previous()) != Missing.NO;
    }

    /**
     * Returns whether a client has heard something that was not heard here, as far as is known.
     *
     * @param memory may show that it is stored
     */
    boolean isBehind(Position client, Ring memory) {
        return client.stored() > stored
                || client.heard().entrySet().stream()
                        .anyMatch(each -> !contains(each.getKey(), each.getValue())
                                && !memory.hasRead(each.getKey(), each.getValue()));
    }

    /**
     * Records a message. What is missing before it becomes a hole, also while the stored number is not known: the first
     * one that becomes known may be older than the message.
     */
    void record(String origin, long number, Previous previous) {
        switch (previous) {
            case Previous.At(long before) -> line(origin).hole(before);
            case Previous.First(Previous.Last last) -> {
                if (last != null) {
                    line(last.origin()).hole(last.number());
                }
            }
            case Previous.Forgotten() -> line(origin).hole(number - 1);
        }
        recordChecked(origin, number);
    }

    /** As {@link #record}, for a message before which nothing is missing. */
    void recordChecked(String origin, long number) {
        line(origin).heard(number);
    }

    private Line line(String origin) {
        Line line = lines.get(origin);
        if (line == null) {
            line = new Line();
            lines.put(origin, line);
            forgetCovered();
        }
        line.touch(stamp);
        return line;
    }

    private void forgetCovered() {
        Iterator<Line> eldest = lines.values().iterator();
        while (lines.size() > MAX_ORIGINS && eldest.hasNext()) {
            Line line = eldest.next();
            if (!line.isBeyond() || !isKnown()) {
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
        lines.values().forEach(line -> line.passed(ticket));
        forgetCovered();
    }

    private void covered(String origin, long number) {
        Line line = lines.get(origin);
        if (line == null) {
            line = new Line();
            lines.put(origin, line);
        }
        line.covered(number);
    }

    /**
     * Returns the highest number of each origin that a stored number covers: of those that are named with it, and of
     * those that were heard last before its barrier left.
     *
     * @param ticket of that barrier; 0 without one
     */
    Map<String, Long> coveredBy(Map<String, Long> named, long ticket) {
        Map<String, Long> covered = new HashMap<>(named);
        lines.forEach((origin, line) -> {
            if (line.isBefore(ticket) && !line.hasHoles()) {
                covered.merge(origin, line.top(), Math::max);
            }
        });
        return covered;
    }

    /** Returns whether everything of these origins up to their numbers was heard. */
    boolean covers(Map<String, Long> origins) {
        return origins.entrySet().stream().allMatch(each -> {
            Line line = lines.get(each.getKey());
            return line != null && line.upTo() >= each.getValue();
        });
    }

    /** Returns whether of each of these origins its number or a later one was heard, whatever is missing before. */
    boolean reaches(Map<String, Long> origins) {
        return origins.entrySet().stream().allMatch(each -> {
            Line line = lines.get(each.getKey());
            return line != null && line.top() >= each.getValue();
        });
    }

    /** Returns everything that was heard, also what the stored number covers. Only with a stored number. */
    Position all() {
        Map<String, Long> reached = new HashMap<>();
        List<Hole> holes = new ArrayList<>();
        lines.forEach((origin, line) -> {
            if (line.reached() > 0) {
                reached.put(origin, line.reached());
                line.addHoles(origin, holes);
            }
        });
        return new Position(stored, reached, holes);
    }

    boolean hasHoles() {
        return lines.values().stream().anyMatch(Line::hasHoles);
    }

    /**
     * Returns the position of who has got everything that was heard; null without a stored number, with too many holes
     * or with one that is not exact.
     */
    @Nullable
    Position position() {
        if (!isKnown() || forgottenAt != NEVER) {
            return null;
        }
        Map<String, Long> beyond = new HashMap<>(4);
        List<Hole> holes = List.of();
        for (Map.Entry<String, Line> each : lines.entrySet()) {
            Line line = each.getValue();
            long reached = line.beyond();
            if (reached == 0) {
                continue;
            }
            beyond.put(each.getKey(), reached);
            if (line.hasHoles()) {
                holes = holes.isEmpty() ? new ArrayList<>(Position.MAX_HOLES) : holes;
                if (!line.addHoles(each.getKey(), holes) || holes.size() > Position.MAX_HOLES) {
                    return null;
                }
            }
        }
        return new Position(stored, beyond, holes);
    }

    /**
     * Forgets what was heard of all origins. There is no position until a barrier that leaves later is passed:
     * subscribers have got messages that it would not include.
     */
    void forgetAll() {
        lines.clear();
        forgottenAt = stamp;
    }

    /** Frees the memory of origins that the stored number covers. */
    void forgetOrigins() {
        lines.values().removeIf(line -> !line.isBeyond() || !isKnown());
    }
}
