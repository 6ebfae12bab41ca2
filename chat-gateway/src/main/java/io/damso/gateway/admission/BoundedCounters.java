package io.damso.gateway.admission;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counters by name, each with an upper bound. A counter at zero uses no memory. Thread-safe. */
final class BoundedCounters {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /**
     * Increments the counter unless it has reached its bound.
     *
     * @return whether it was incremented
     */
    boolean add(String name, int bound) {
        boolean[] added = {false};
        counts.compute(name, (key, count) -> {
            int present = count == null ? 0 : count;
            added[0] = present < bound;
            return added[0] ? Integer.valueOf(present + 1) : count;
        });
        return added[0];
    }

    void remove(String name) {
        counts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }
}
