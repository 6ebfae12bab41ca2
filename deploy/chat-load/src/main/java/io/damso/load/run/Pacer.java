package io.damso.load.run;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a rate that does not depend on how the servers bear it: what is late keeps the time at which it should have
 * left, so that its latency contains the delay. Only a connection that takes nothing more holds it up, which bounds the
 * memory.
 */
final class Pacer {

    private static final long POLL = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long GRACE = TimeUnit.SECONDS.toNanos(5);

    private final List<Sender> senders;
    private int turn;

    /** Lets the senders take turns in this order. */
    Pacer(List<Sender> senders) {
        this.senders = senders;
    }

    /**
     * Sends until the end, on this thread.
     *
     * @param perSecond messages of all senders together
     * @param start first intended time, of {@link System#nanoTime()}
     * @param end when no more are due
     * @return how many messages were sent
     */
    long run(double perSecond, long start, long end) {
        double interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long sent = 0;
        while (true) {
            long intended = start + (long) (sent * interval);
            if (intended - end >= 0 || Thread.currentThread().isInterrupted()) {
                return sent;
            }
            waitFor(intended);
            Sender sender = senders.get(turn);
            turn = (turn + 1) % senders.size();
            while (!sender.writable()) {
                if (System.nanoTime() - end > GRACE || Thread.currentThread().isInterrupted()) {
                    return sent;
                }
                LockSupport.parkNanos(POLL);
            }
            sender.send(intended);
            sent++;
        }
    }

    private static void waitFor(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
