package io.damso.gateway.rooms.position;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Calculates with the numbers of one origin that are not known: holes in their order that do not touch, and a last one
 * without an end, {@link Long#MAX_VALUE}. Lists are new and may be modified.
 */
final class Missing {

    private static final Comparator<Hole> BY_NUMBER = Comparator.comparingLong(Hole::after);

    private Missing() {}

    /** Returns what is missing of an origin. */
    static List<Hole> of(Position position, String origin) {
        List<Hole> missing = new ArrayList<>();
        for (Hole hole : position.holes()) {
            if (hole.origin().equals(origin)) {
                missing.add(hole);
            }
        }
        missing.add(new Hole(origin, position.heard().getOrDefault(origin, 0L), Long.MAX_VALUE));
        return missing;
    }

    /** Returns what is missing in both. */
    static List<Hole> inBoth(List<Hole> one, List<Hole> other) {
        List<Hole> both = new ArrayList<>();
        for (Hole a : one) {
            for (Hole b : other) {
                long after = Math.max(a.after(), b.after());
                long last = Math.min(a.last(), b.last());
                if (after < last) {
                    both.add(new Hole(a.origin(), after, last));
                }
            }
        }
        return both;
    }

    /** Returns what is missing in one of them. */
    static List<Hole> inEither(List<Hole> one, List<Hole> other) {
        List<Hole> all = new ArrayList<>(one);
        all.addAll(other);
        all.sort(BY_NUMBER);
        List<Hole> either = new ArrayList<>();
        for (Hole next : all) {
            Hole before = either.isEmpty() ? null : either.getLast();
            if (before == null || next.after() > before.last()) {
                either.add(next);
            } else if (next.last() > before.last()) {
                either.set(either.size() - 1, new Hole(next.origin(), before.after(), next.last()));
            }
        }
        return either;
    }
}
