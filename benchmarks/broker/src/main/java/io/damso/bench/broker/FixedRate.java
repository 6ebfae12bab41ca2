package io.damso.bench.broker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Calls at a fixed rate, on a thread of its own, until closed. A call that is late is followed by the next at once. */
final class FixedRate implements AutoCloseable {

    private static final long LONGEST_END_MILLIS = 5_000;

    private final Thread thread;
    private volatile boolean closed;

    /** What is called. */
    interface Call {

        /**
         * Sends a message.
         *
         * @param number 0, 1, 2 …
         * @param dueAt when the call should be, as {@link System#nanoTime}
         */
        void at(int number, long dueAt);
    }

    /** Begins now. */
    FixedRate(int perSecond, Call call) {
        thread = Thread.ofPlatform().daemon().name("fixed-rate").start(() -> run(perSecond, call));
    }

    private void run(int perSecond, Call call) {
        long start = System.nanoTime();
        for (int number = 0; !closed; number++) {
            long dueAt = start + TimeUnit.SECONDS.toNanos(number) / perSecond;
            for (long left = dueAt - System.nanoTime(); left > 0 && !closed; left = dueAt - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            call.at(number, dueAt);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
