package io.damso.gateway.mailbox;

import io.damso.gateway.Guard;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the mailboxes that received room messages or notices, in rounds. Frames that are added between two rounds or
 * during a round are written together, so the number of writes for each message decreases with the load. After an idle
 * time a message is written at once. Writes do not wait for sockets, so one thread serves many mailboxes.
 */
final class FanOutThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FanOutThread.class);

    private final Guard guard = new Guard(LOG, "Writing to a socket failed unexpectedly; the socket is closed");
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
     * @param pace minimum time from the start of a round to the start of the next
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
            guard.run(this::step);
        }
    }

    private void step() {
        if (ready.isEmpty()) {
            park();
        } else {
            awaitNextRound();
            drainRound();
        }
    }

    private void park() {
        parked = true;
        if (ready.isEmpty() && !stopped) { // checked again: a mailbox added in between did not see the flag
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

    private void drain(Mailbox mailbox) {
        if (!guard.run(mailbox::drain)) {
            guard.run(mailbox::abort);
        }
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
