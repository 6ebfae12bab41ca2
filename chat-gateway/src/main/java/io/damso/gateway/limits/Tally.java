package io.damso.gateway.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts by name; what falls to zero is forgotten. Safe for use by many threads. */
final class Tally {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    int of(String name) {
        return counts.getOrDefault(name, 0);
    }

    /** Adds one unless there are as many as may be, and returns whether it did. */
    boolean add(String name, int most) {
        boolean[] added = {false};
        counts.compute(name, (key, count) -> {
            int present = count == null ? 0 : count;
            added[0] = present < most;
            return added[0] ? Integer.valueOf(present + 1) : count;
        });
        return added[0];
    }

    void remove(String name) {
        counts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }
}
