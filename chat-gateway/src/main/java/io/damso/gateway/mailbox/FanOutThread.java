package io.damso.gateway.mailbox;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the mailboxes that messages of rooms were put into, one after the other. While it is busy, more frames come
 * together in each mailbox and leave in one write: the busier the node, the fewer writes a message costs. Writes do not
 * wait for sockets, so one thread serves very many.
 */
final class FanOutThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FanOutThread.class);

    private final Queue<Mailbox> ready = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean stopped;

    private FanOutThread(int number) {
        this.thread = Thread.ofPlatform().daemon().name("fan-out-" + number).unstarted(this);
    }

    static FanOutThread start(int number) {
        FanOutThread fanOut = new FanOutThread(number);
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
            Mailbox mailbox = ready.poll();
            if (mailbox == null) {
                park();
            } else {
                drain(mailbox);
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
