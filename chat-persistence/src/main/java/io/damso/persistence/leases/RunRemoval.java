package io.damso.persistence.leases;

import io.damso.edge.log.RareLog;
import io.micrometer.core.instrument.Counter;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Removes the exchanges and the document of each run that is due, on a thread of its own. What fails stays due and is
 * repeated by the next call. Thread-safe.
 */
final class RunRemoval {

    private static final Logger log = LoggerFactory.getLogger(RunRemoval.class);

    private final RareLog failures = new RareLog(log);
    private final AtomicBoolean busy = new AtomicBoolean();
    private final LeaseBook book;
    private final GatewayRuns runs;
    private final RunExchanges exchanges;
    private final Counter removed;
    private volatile boolean stopped;

    RunRemoval(LeaseBook book, GatewayRuns runs, RunExchanges exchanges, Counter removed) {
        this.book = book;
        this.runs = runs;
        this.exchanges = exchanges;
        this.removed = removed;
    }

    void start() {
        stopped = false;
    }

    /** Ends after the run that is being removed, if any; does not wait for it. */
    void stop() {
        stopped = true;
    }

    /** Starts to remove the runs that are due and returns at once. Does nothing while an earlier call is at work. */
    void removeDue() {
        if (!stopped && !book.due().isEmpty() && busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("run-removal").start(this::removeAll);
        }
    }

    private void removeAll() {
        try {
            for (GatewayRun run : book.due()) {
                if (!stopped) {
                    remove(run);
                }
            }
        } finally {
            busy.set(false);
        }
    }

    private void remove(GatewayRun run) {
        try {
            OptionalInt number = exchanges.remove(run);
            if (number.isEmpty()) {
                log.info(
                        "Gateway {} does not renew the lease of its run {}, but the run's queue exists: it is kept",
                        run.node(),
                        run.run());
                book.heard(run);
                return;
            }
            runs.remove(run); // before the book forgets it: a later lease of the run must store it again
            book.removed(run);
            removed.increment();
            log.info(
                    "The run {} of gateway {} has ended; removed its exchange and {} exchanges of its rooms",
                    run.run(),
                    run.node(),
                    number.getAsInt());
        } catch (Exception e) {
            if (!stopped) {
                failures.warn(
                        "The exchanges of run {} of gateway {} are not removed yet: {}",
                        run.run(),
                        run.node(),
                        NestedExceptionUtils.getMostSpecificCause(e).toString());
            }
        }
    }
}
