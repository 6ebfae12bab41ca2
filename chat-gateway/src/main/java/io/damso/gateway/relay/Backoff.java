package io.damso.gateway.relay;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait before connecting again: 100 ms, doubled up to 2 s, of which a random half is taken off so that nodes
 * do not come all at once. What held for a while makes it start anew. Safe for use by many threads.
 */
final class Backoff {

    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 2_000;
    private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(5);

    private long lastNanos;
    private long nextMillis = SHORTEST_MILLIS;

    /** Returns milliseconds to wait. */
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
