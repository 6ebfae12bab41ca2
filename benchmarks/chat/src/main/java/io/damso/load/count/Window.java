package io.damso.load.count;

import org.HdrHistogram.Histogram;

/**
 * The latencies of messages whose intended time is in a period.
 *
 * @param from start, of {@link System#nanoTime()}
 * @param to end, of {@link System#nanoTime()}, exclusive
 * @param nanos latencies in nanoseconds, recorded by one thread
 */
record Window(long from, long to, Histogram nanos) {

    private static final long LONGEST = 3_600_000_000_000L;

    static Window between(long from, long to) {
        return new Window(from, to, new Histogram(LONGEST, 3));
    }

    /** Returns the window that records into the same histogram, but ends at another time. */
    Window until(long end) {
        return new Window(from, end, nanos);
    }

    void record(long intended, long now) {
        if (intended - from >= 0 && intended - to < 0) {
            nanos.recordValue(Math.min(LONGEST, Math.max(0, now - intended)));
        }
    }
}
