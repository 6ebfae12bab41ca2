package io.damso.gateway.relay;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Delay before a reconnect: 100 ms, doubled up to 2 s, reduced at random by up to half, so that the nodes do not
 * reconnect at the same time. Starts again at 100 ms after a connection that lasted five seconds. Thread-safe.
 */
final class Backoff {

    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 2_000;
    private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(5);

    private long lastNanos;
    private long nextMillis = SHORTEST_MILLIS;

    /**
     * Returns the delay in milliseconds.
     *
     * @param nowNanos as {@link System#nanoTime}
     */
    synchronized long next(long nowNanos) {
        if (nowNanos - lastNanos > HELD_NANOS) {
            nextMillis = SHORTEST_MILLIS;
        }
        long wait = nextMillis;
        nextMillis = Math.min(2 * nextMillis, LONGEST_MILLIS);
        lastNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(wait);
        return ThreadLocalRandom.current().nextLong(wait / 2, wait + 1);
    }
}
