package io.damso.bench.store.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.damso.bench.measure.LatencySummary;
import org.jspecify.annotations.Nullable;

/**
 * The result of one measurement.
 *
 * @param operations number of documents inserted or queries answered
 * @param seconds elapsed time
 * @param cpuSeconds CPU time of the server in this time
 * @param latency latency of a query or of a batch of documents
 * @param shortfall why there are fewer operations than requested; null if there are not
 */
public record Timing(
        long operations,
        double seconds,
        double cpuSeconds,
        LatencySummary latency,
        @Nullable String shortfall) {

    Timing butOnly(String reason) {
        return new Timing(operations, seconds, cpuSeconds, latency, reason);
    }

    /** Returns the operations per second of elapsed time; 0 if there were none. */
    @JsonProperty
    public double perSecond() {
        return operations == 0 ? 0 : operations / seconds;
    }

    /** Returns the operations per second of the server's CPU time; 0 if no CPU time was measured. */
    @JsonProperty
    public double perCpuSecond() {
        return cpuSeconds == 0 ? 0 : operations / cpuSeconds;
    }
}
