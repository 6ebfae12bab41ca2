package io.damso.load.run;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for the end of something that cannot be waited for exactly. */
final class Drain {

    private static final long QUIET = TimeUnit.SECONDS.toNanos(3);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_MILLIS = 10;

    private Drain() {}

    /** Returns when it is done, when the counter has stood still for 3 seconds, or after 30 seconds. */
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
