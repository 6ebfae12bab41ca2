package io.damso.gateway.access;

import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has everything asked anew that this node believes of memberships, after events may have been lost, and now and then
 * because nobody knows that none was. Slice by slice, and each slice until it is answered: the broker that lost the
 * events may have taken the answers away, too.
 */
final class Doubts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Doubts.class);
    private static final int SLICE = MembershipQuestions.MOST;

    private final Memberships memberships;
    private final long everyMillis;
    private final long pauseMillis;
    private final Semaphore raised = new Semaphore(0);
    private final Thread thread;

    /**
     * Creates doubts that rest until {@link #start}.
     *
     * @param every how long to wait for the next round
     * @param pause how long to wait before what was not answered is asked again
     */
    Doubts(Memberships memberships, Duration every, Duration pause) {
        this.memberships = memberships;
        this.everyMillis = every.toMillis();
        this.pauseMillis = pause.toMillis();
        this.thread = Thread.ofVirtual().name("membership-doubts").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has a round begin at once; one that is under way begins anew. Does not wait. */
    void raise() {
        raised.release();
    }

    private void run() {
        try {
            for (; ; ) {
                raised.tryAcquire(everyMillis, TimeUnit.MILLISECONDS);
                raised.drainPermits();
                askAll();
            }
        } catch (InterruptedException e) {
            LOG.debug("Memberships are no longer asked for anew");
        }
    }

    private void askAll() throws InterruptedException {
        List<MembershipQuestion> all = List.copyOf(memberships.believed());
        int asked = 0;
        while (asked < all.size() && raised.availablePermits() == 0) {
            int next = Math.min(asked + SLICE, all.size());
            if (isAnswered(all.subList(asked, next))) {
                asked = next;
            } else if (raised.tryAcquire(pauseMillis, TimeUnit.MILLISECONDS)) {
                raised.release(); // for the round that begins now
            }
        }
    }

    private boolean isAnswered(List<MembershipQuestion> slice) throws InterruptedException {
        try {
            return memberships.recheck(slice);
        } catch (RuntimeException e) {
            LOG.error("Asking for memberships failed in an unforeseen way", e); // and must be tried again
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
