package io.damso.system.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** The findings of a run, and counters of events that are allowed. Thread-safe. */
final class Findings {

    private static final int MOST_FINDINGS = 200;

    private final long begin = System.nanoTime();
    private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();
    private final LongAdder found = new LongAdder();
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    /** Records an event that must not happen; the run continues and fails at its end. */
    void add(String what, Object... arguments) {
        found.increment();
        if (found.sum() <= MOST_FINDINGS) {
            String text = time() + String.format(Locale.ROOT, what, arguments);
            findings.add(text);
            System.out.println("chaos: WRONG " + text);
        }
    }

    /** Counts an event that may happen while parts are down. */
    void count(String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    /** Prints a progress line. */
    void print(String what, Object... arguments) {
        System.out.println("chaos: " + time() + String.format(Locale.ROOT, what, arguments));
    }

    private String time() {
        return String.format(Locale.ROOT, "%6.1f s ", (System.nanoTime() - begin) / 1e9);
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    Map<String, LongAdder> counts() {
        return counts;
    }
}
