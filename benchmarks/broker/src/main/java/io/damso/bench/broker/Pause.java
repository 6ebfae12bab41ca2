package io.damso.bench.broker;

import io.damso.bench.scenario.BenchmarkException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits while others work. */
final class Pause {

    private static final Duration STEP = Duration.ofMillis(10);

    private Pause() {}

    /**
     * Waits for a time: that of a measurement is the measurement.
     *
     * @throws BenchmarkException if interrupted
     */
    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** Waits for a condition, at most that long. Whoever needs it checks it again. */
    static void until(BooleanSupplier condition, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            of(STEP);
        }
    }
}
