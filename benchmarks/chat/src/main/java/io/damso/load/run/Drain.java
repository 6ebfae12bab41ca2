package io.damso.load.run;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for the end of deliveries, which cannot be determined exactly. */
final class Drain {

    private static final long QUIET = TimeUnit.SECONDS.toNanos(3);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_MILLIS = 10;

    private Drain() {}

    /** Blocks until the condition holds, the counter has not changed for 3 seconds, or 30 seconds have passed. */
    static void await(BooleanSupplier done, LongSupplier counter) throws InterruptedException {
        long begin = System.nanoTime();
        long moved = begin;
        long last = counter.getAsLong();
        while (!done.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            long now = System.nanoTime();
            long count = counter.getAsLong();
            if (count != last) {
                last = count;
                moved = now;
            }
            if (now - moved > QUIET || now - begin > LONGEST) {
                return;
            }
        }
    }
}
