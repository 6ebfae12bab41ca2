package io.damso.persistence;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on its own time. */
public final class Eventually {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Eventually() {}

    /** Returns when the condition holds; fails after a minute with what was awaited. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Awaited in vain: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
