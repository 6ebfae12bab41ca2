package io.damso.bench.store.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.damso.bench.measure.LatencySummary;
import org.jspecify.annotations.Nullable;

/**
 * What one measurement gave.
 *
 * @param operations how many were done: documents inserted, or questions answered
 * @param seconds how long that took, by the clock
 * @param cpuSeconds processor time that the server used meanwhile
 * @param latency of each question, or of each batch of documents, in milliseconds
 * @param shortfall why there is less than was wanted, null if there is not
 */
public record Timing(
        long operations, double seconds, double cpuSeconds, LatencySummary latency, @Nullable String shortfall) {

    Timing butOnly(String reason) {
        return new Timing(operations, seconds, cpuSeconds, latency, reason);
    }

    /** Returns operations per second, by the clock; 0 if there were none. */
    @JsonProperty
    public double perSecond() {
        return operations == 0 ? 0 : operations / seconds;
    }

    /** Returns operations per second of the server's processor time; 0 if none of it was measured. */
    @JsonProperty
    public double perCpuSecond() {
        return cpuSeconds == 0 ? 0 : operations / cpuSeconds;
    }
}
