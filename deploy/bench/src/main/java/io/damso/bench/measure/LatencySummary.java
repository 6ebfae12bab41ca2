package io.damso.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Latencies in milliseconds.
 *
 * @param count how many were measured; 0 makes the others 0
 * @param p50 half of them were at most this
 * @param p99 99 of 100 were at most this
 * @param max the longest
 */
public record LatencySummary(long count, double p50, double p99, double max) {

    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;

    /** Returns an empty histogram for nanoseconds up to an hour, exact to three digits, which many threads may fill. */
    public static ConcurrentHistogram histogram() {
        return new ConcurrentHistogram(LONGEST, SIGNIFICANT_DIGITS);
    }

    /** Sums up what a histogram of nanoseconds holds. */
    public static LatencySummary of(AbstractHistogram nanos) {
        return new LatencySummary(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
                nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
                nanos.getMaxValue() / NANOS_PER_MILLI);
    }
}
