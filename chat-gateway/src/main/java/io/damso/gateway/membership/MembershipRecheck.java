package io.damso.gateway.membership;

import io.damso.gateway.Guard;
import io.damso.gateway.membership.question.QuestionBatcher;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks persistence again for all memberships that this node uses: after events may have been lost, and periodically,
 * because a loss may be undetected. Asks in slices and repeats a slice until it is answered, because the failure that
 * lost events may also have lost replies. Runs on the virtual thread {@code membership-recheck}.
 */
final class MembershipRecheck implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MembershipRecheck.class);
    private static final int SLICE = QuestionBatcher.AT_ONCE * MembershipQuestions.MOST;

    private final Memberships memberships;
    private final CacheValidity validity;
    private final long everyMillis;
    private final long pauseMillis;
    private final Semaphore requests = new Semaphore(0);
    private final Guard guard = new Guard(LOG, "A re-check of memberships failed unexpectedly; it is repeated");
    private final Thread thread;
    private long untilNextMillis;
    private boolean stopped;

    /**
     * Creates a re-check that does nothing until {@link #start}.
     *
     * @param validity receives the end of a complete re-check
     * @param every time from the end of a re-check to the next periodic one
     * @param pause time before a slice without an answer is repeated
     */
    MembershipRecheck(Memberships memberships, CacheValidity validity, Duration every, Duration pause) {
        this.memberships = memberships;
        this.validity = validity;
        this.everyMillis = every.toMillis();
        this.untilNextMillis = everyMillis;
        this.pauseMillis = pause.toMillis();
        this.thread = Thread.ofVirtual().name("membership-recheck").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Starts a re-check. A running one starts again from the beginning. Does not wait. */
    void request() {
        validity.consuming();
        memberships.markAllStale();
        requests.release();
    }

    private void run() {
        while (!stopped) {
            guard.run(this::nextRecheck);
        }
        LOG.debug("Memberships are no longer re-checked");
    }

    private void nextRecheck() {
        try {
            requests.tryAcquire(untilNextMillis, TimeUnit.MILLISECONDS);
            requests.drainPermits();
            untilNextMillis = pauseMillis; // if this re-check fails
            recheckAll();
            untilNextMillis = everyMillis;
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private void recheckAll() throws InterruptedException {
        int epoch = validity.epoch();
        List<MembershipQuestion> all = List.copyOf(memberships.cachedAndSubscribed());
        int answered = 0;
        while (answered < all.size() && requests.availablePermits() == 0) {
            int next = Math.min(answered + SLICE, all.size());
            if (memberships.recheck(all.subList(answered, next))) {
                answered = next;
            } else if (requests.tryAcquire(pauseMillis, TimeUnit.MILLISECONDS)) {
                requests.release(); // so that the next re-check begins at once
            }
        }
        if (answered == all.size()) {
            validity.rechecked(epoch);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
