package io.damso.gateway.mailbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the mailboxes that messages of rooms were put into, in rounds. Between two rounds, and while one is under way, more
 * frames come together in each mailbox and leave in one write: the busier the node, the fewer writes a message costs. After
 * a quiet moment a message leaves at once. Writes do not wait for sockets, so one thread serves very many.
 */
final class FanOutThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FanOutThread.class);

    private final Queue<Mailbox> ready = new ConcurrentLinkedQueue<>();
    private final Queue<Mailbox> round = new ArrayDeque<>();
    private final long paceNanos;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean stopped;
    private long lastRound;

    private FanOutThread(int number, Duration pace) {
        this.paceNanos = pace.toNanos();
        this.lastRound = System.nanoTime() - paceNanos;
        this.thread = Thread.ofPlatform().daemon().name("fan-out-" + number).unstarted(this);
    }

    /**
     * Starts a thread.
     *
     * @param pace least time from the begin of a round to the begin of the next
     */
    static FanOutThread start(int number, Duration pace) {
        FanOutThread fanOut = new FanOutThread(number, pace);
        fanOut.thread.start();
        return fanOut;
    }

    void schedule(Mailbox mailbox) {
        ready.add(mailbox);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (!stopped) {
            if (ready.isEmpty()) {
                park();
            } else {
                awaitNextRound();
                drainRound();
            }
        }
    }

    private void park() {
        parked = true;
        if (ready.isEmpty() && !stopped) { // looked at again: who came in between did not see it parked
            LockSupport.park(this);
        }
        parked = false;
    }

    private void awaitNextRound() {
        long left = lastRound + paceNanos - System.nanoTime();
        while (left > 0 && !stopped) {
            LockSupport.parkNanos(this, left);
            left = lastRound + paceNanos - System.nanoTime();
        }
        lastRound = System.nanoTime();
    }

    private void drainRound() {
        Mailbox next;
        while ((next = ready.poll()) != null) {
            round.add(next);
        }
        while ((next = round.poll()) != null) {
            drain(next);
        }
    }

    private static void drain(Mailbox mailbox) {
        try {
            mailbox.drain();
        } catch (RuntimeException e) {
            LOG.error("Writing to a socket failed in an unforeseen way; it is closed", e);
            mailbox.abort();
        }
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
