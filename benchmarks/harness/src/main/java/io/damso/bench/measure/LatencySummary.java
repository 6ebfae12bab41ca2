package io.damso.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Latencies in milliseconds.
 *
 * @param count number of measurements; if 0, the other values are 0
 * @param p50 median
 * @param p99 99th percentile
 * @param max maximum
 */
public record LatencySummary(long count, double p50, double p99, double max) {

    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;

    /** Returns an empty histogram for nanoseconds up to one hour, with a precision of three digits. Thread-safe. */
    public static ConcurrentHistogram histogram() {
        return new ConcurrentHistogram(LONGEST, SIGNIFICANT_DIGITS);
    }

    /** Returns the summary of a histogram of nanoseconds. */
    public static LatencySummary of(AbstractHistogram nanos) {
        return new LatencySummary(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
                nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
                nanos.getMaxValue() / NANOS_PER_MILLI);
    }
}
