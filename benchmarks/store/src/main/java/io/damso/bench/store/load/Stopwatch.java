package io.damso.bench.store.load;

import io.damso.bench.measure.LatencySummary;
import io.damso.bench.measure.ProcessUsage;
import io.damso.bench.store.peer.Peer;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.ConcurrentHistogram;

/** One measurement of a server: elapsed time, its CPU time, and latencies. Thread-safe. */
final class Stopwatch {

    private static final double NANOS_PER_SECOND = 1e9;

    private final ConcurrentHistogram latencies = LatencySummary.histogram();
    private final Peer peer;
    private final Optional<Duration> cpuBefore;
    private final long start = System.nanoTime();

    /** Starts the measurement. */
    Stopwatch(Peer peer) {
        this.peer = peer;
        this.cpuBefore = peer.usage().map(ProcessUsage::cpu);
    }

    boolean isWithin(Duration limit) {
        return System.nanoTime() - start < limit.toNanos();
    }

    /** Runs an operation and records its latency, unless it throws. */
    void time(Runnable operation) {
        long before = System.nanoTime();
        operation.run();
        latencies.recordValue(Math.min(System.nanoTime() - before, latencies.getHighestTrackableValue()));
    }

    /** Ends the measurement. The CPU time of a server that has ended is not available and is reported as 0. */
    Timing stop(long operations) {
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        Duration cpu = cpuBefore
                .flatMap(before -> peer.usage().map(now -> now.cpu().minus(before)))
                .orElse(Duration.ZERO);
        return new Timing(operations, seconds, cpu.toNanos() / NANOS_PER_SECOND, LatencySummary.of(latencies), null);
    }
}
