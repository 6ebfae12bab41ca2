package io.damso.load.run;

import io.damso.bench.measure.LatencySummary;
import java.util.List;

/**
 * What happened while messages were sent at one rate.
 *
 * @param perSecond messages that were due a second
 * @param seconds length of the measured window
 * @param due deliveries that belong to the messages of the window
 * @param delivered deliveries that came within the window
 * @param latency of the window's messages, from when they were due
 * @param processes what the servers used over the window
 * @param ownCpuSeconds what the load client used over the window
 */
public record Step(
        double perSecond,
        double seconds,
        long due,
        long delivered,
        LatencySummary latency,
        List<ProcessLoad> processes,
        double ownCpuSeconds) {

    /** Share of what is due that must come within the window, for the servers to be said to keep up. */
    private static final double KEEPS_UP = 0.95;

    /** Returns whether the servers kept up with the rate. */
    public boolean keptUp() {
        return delivered >= KEEPS_UP * due;
    }

    /** Returns the seconds of processor time of all servers. */
    public double cpuSeconds() {
        return ProcessLoad.cpuSeconds(processes);
    }

    /** Returns deliveries for a second of the servers' processor time. */
    public double deliveriesPerCpuSecond() {
        return delivered / Math.max(0.01, cpuSeconds());
    }

    /** Returns messages for a second of the servers' processor time. */
    public double messagesPerCpuSecond() {
        return due == 0 ? 0 : deliveriesPerCpuSecond() * perSecond * seconds / due;
    }

    /** Returns deliveries for a second of the load client's processor time. */
    public double deliveriesPerOwnCpuSecond() {
        return delivered / Math.max(0.01, ownCpuSeconds);
    }
}
