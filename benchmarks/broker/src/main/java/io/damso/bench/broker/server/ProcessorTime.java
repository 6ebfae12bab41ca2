package io.damso.bench.broker.server;

import io.damso.bench.measure.ProcessUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Measures the processor time of one process since its creation. */
public final class ProcessorTime {

    private static final double NANOS_PER_SECOND = 1e9;

    private final @Nullable Long pid;
    private final Optional<Duration> before;

    /**
     * Starts the measurement.
     *
     * @param pid the process; null if there is none on this machine
     */
    public ProcessorTime(@Nullable Long pid) {
        this.pid = pid;
        this.before = read(pid);
    }

    /** Starts the measurement of this JVM. */
    public static ProcessorTime ownJvm() {
        return new ProcessorTime(ProcessHandle.current().pid());
    }

    /** Returns the seconds until now, in steps of 10 ms; empty without a process. */
    public OptionalDouble seconds() {
        return read(pid)
                .flatMap(now -> before.map(now::minus))
                .map(used -> OptionalDouble.of(used.toNanos() / NANOS_PER_SECOND))
                .orElse(OptionalDouble.empty());
    }

    private static Optional<Duration> read(@Nullable Long pid) {
        return Optional.ofNullable(pid)
                .flatMap(ProcessHandle::of)
                .flatMap(ProcessUsage::of)
                .map(ProcessUsage::cpu);
    }
}
