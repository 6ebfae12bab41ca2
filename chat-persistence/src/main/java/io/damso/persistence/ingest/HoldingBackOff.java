package io.damso.persistence.ingest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses between attempts, each twice as long as the previous one; {@link #stop} ends all pauses. */
class HoldingBackOff {

    private final Duration first;
    private final Duration longest;
    private volatile CountDownLatch stopped = new CountDownLatch(1);

    HoldingBackOff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /**
     * Waits before the next attempt.
     *
     * @param attempt number of failed attempts; 1 or more
     * @return whether to try again; false after {@link #stop}
     */
    boolean pause(int attempt) {
        long millis = first.toMillis() << Math.min(attempt - 1, 20);
        try {
            return !stopped.await(Math.min(millis, longest.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void start() {
        stopped = new CountDownLatch(1);
    }

    void stop() {
        stopped.countDown();
    }
}
