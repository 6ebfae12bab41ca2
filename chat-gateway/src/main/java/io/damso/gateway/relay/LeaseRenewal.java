package io.damso.gateway.relay;

import io.damso.edge.log.RareLog;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.RunLease;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * Tells persistence every {@link RunLease#RENEWED_EVERY} that the node's run lives, so that the exchanges of a run that
 * died are removed. On a thread of its own, because the broker may block publishers. Thread-safe.
 */
final class LeaseRenewal {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewal.class);

    private static final long LONGEST_END_MILLIS = 2_000;

    private final String node;
    private final Consumer<RunLease> publisher;
    private final SerialExecutor thread;
    private final RareLog failures = new RareLog(LOG);
    private volatile @Nullable String run;

    /**
     * Creates a lease of a run that has not begun.
     *
     * @param publisher sends a message to persistence; may block, and throws an {@link AmqpException}
     */
    LeaseRenewal(String node, Consumer<RunLease> publisher, SerialExecutor thread) {
        this.node = node;
        this.publisher = publisher;
        this.thread = thread;
        thread.every(RunLease.RENEWED_EVERY.toMillis(), this::renew);
    }

    /** A run has begun. */
    void begin(String begun) {
        if (!begun.equals(run)) {
            run = begun;
            thread.execute(this::renew);
        }
    }

    private void renew() {
        publish(false);
    }

    /** The run has ended. Waits a bounded time for the broker. */
    void end() {
        thread.finish(() -> publish(true), LONGEST_END_MILLIS);
    }

    private void publish(boolean ended) {
        String current = run;
        if (current == null) {
            return;
        }
        try {
            publisher.accept(new RunLease(node, current, ended));
            failures.reset();
        } catch (AmqpException e) {
            failures.warn("The lease of this run was not renewed: {}", e.toString());
        }
    }
}
