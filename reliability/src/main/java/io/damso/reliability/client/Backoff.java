package io.damso.reliability.client;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Back-off with full jitter: a random part of a delay that doubles with each failure up to a bound. Not
 * thread-safe.
 */
final class Backoff {

    private static final long FIRST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 4_000;

    private int failures;

    void reset() {
        failures = 0;
    }

    /** Returns how long to wait after one more failure. */
    long nextMillis() {
        long longest = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(10, failures++));
        return ThreadLocalRandom.current().nextLong(longest);
    }
}
