package io.damso.load.run;

import io.damso.bench.measure.LatencySummary;
import java.util.List;

/**
 * The measurement of one rate.
 *
 * @param perSecond intended messages per second
 * @param seconds length of the measured window
 * @param due deliveries that the messages of the window should cause
 * @param delivered deliveries within the window
 * @param latency latencies of the window's messages, from their intended times
 * @param processes resources used by the servers in the window
 * @param ownCpuSeconds CPU time of the load client in the window
 */
public record Step(
        double perSecond,
        double seconds,
        long due,
        long delivered,
        LatencySummary latency,
        List<ProcessLoad> processes,
        double ownCpuSeconds) {

    /** Share of the due deliveries within the window from which the servers count as keeping up. */
    private static final double KEEPS_UP = 0.95;

    /** Returns whether the servers kept up with the rate. */
    public boolean keptUp() {
        return delivered >= KEEPS_UP * due;
    }

    /** Returns the CPU time of all servers in seconds. */
    public double cpuSeconds() {
        return ProcessLoad.cpuSeconds(processes);
    }

    /** Returns the deliveries per second of the servers' CPU time. */
    public double deliveriesPerCpuSecond() {
        return delivered / Math.max(0.01, cpuSeconds());
    }

    /** Returns the messages per second of the servers' CPU time. */
    public double messagesPerCpuSecond() {
        return due == 0 ? 0 : deliveriesPerCpuSecond() * perSecond * seconds / due;
    }

    /** Returns the deliveries per second of the load client's CPU time. */
    public double deliveriesPerOwnCpuSecond() {
        return delivered / Math.max(0.01, ownCpuSeconds);
    }
}
