package io.damso.load.run;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Sends at a rate that does not depend on the speed of the servers. A late message keeps its intended time, so that its
 * latency includes the delay. Only a connection that accepts no more data delays the pacer, which bounds the memory.
 * The messages of a member without a connection are left out. Not thread-safe.
 */
final class Pacer {

    private static final long POLL = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long GRACE = TimeUnit.SECONDS.toNanos(5);

    private final List<Sender> senders;
    private int turn;

    /** Creates a pacer that uses the senders in turn. */
    Pacer(List<Sender> senders) {
        this.senders = senders;
    }

    /**
     * Sends on the calling thread until the end, or until interrupted.
     *
     * @param perSecond messages per second of all senders together
     * @param start intended time of the first message, of {@link System#nanoTime()}
     * @param end returns the time from which no message is due, of {@link System#nanoTime()}; asked for each message
     * @return number of messages that were due
     */
    long run(double perSecond, long start, LongSupplier end) {
        double interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long sent = 0;
        while (true) {
            long intended = start + (long) (sent * interval);
            if (intended - end.getAsLong() >= 0 || Thread.currentThread().isInterrupted()) {
                return sent;
            }
            waitFor(intended);
            Sender sender = senders.get(turn);
            turn = (turn + 1) % senders.size();
            while (!sender.writable()) {
                if (System.nanoTime() - end.getAsLong() > GRACE
                        || Thread.currentThread().isInterrupted()) {
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
