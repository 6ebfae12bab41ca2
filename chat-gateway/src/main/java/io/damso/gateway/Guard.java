package io.damso.gateway;

import io.damso.edge.log.RareLog;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Runs a task and logs what it throws, so that the thread or the periodic schedule continues. An executor would cancel
 * a periodic task that throws. Errors are caught as well, because an error such as a stack overflow or a missing class
 * may concern one run only; a process without memory is ended by {@code -XX:+ExitOnOutOfMemoryError}. Failures are
 * logged about once a minute. Thread-safe.
 */
public final class Guard {

    private final RareLog log;
    private final String failure;

    /**
     * Creates a guard for one task.
     *
     * @param failure log text for a failed run
     */
    public Guard(Logger log, String failure) {
        this.log = new RareLog(log);
        this.failure = failure;
    }

    /**
     * Runs the task.
     *
     * @return whether it completed without throwing
     */
    public boolean run(Runnable task) {
        try {
            task.run();
            return true;
        } catch (Throwable e) {
            log.error(failure, e);
            return false;
        }
    }

    /** Returns a task that never throws, for an executor. */
    public Runnable around(Runnable task) {
        return () -> run(task);
    }

    /**
     * Schedules the task with a fixed delay. A failed run does not cancel the following ones.
     *
     * @param delayMillis time until the first run
     * @param pauseMillis time from the end of a run to the start of the next
     */
    public void every(ScheduledExecutorService executor, long delayMillis, long pauseMillis, Runnable task) {
        executor.scheduleWithFixedDelay(around(task), delayMillis, pauseMillis, TimeUnit.MILLISECONDS);
    }
}
