package io.damso.gateway;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time on one named daemon thread, in the order of submission. Used to relieve threads that must
 * not be delayed, such as the reader of an AMQP connection. The queue is unbounded: callers bound the number of their
 * tasks. A failed task is logged and does not affect later ones. Thread-safe.
 */
public final class SerialExecutor implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Guard guard;
    private final ScheduledThreadPoolExecutor thread;

    /**
     * Creates an executor. The first task starts its thread.
     *
     * @param guard logs the failures of tasks
     */
    public SerialExecutor(String threadName, Guard guard) {
        this.guard = guard;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(threadName).factory());
    }

    /** Submits a task without waiting. After {@link #shutdown} the task is dropped. */
    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(guard.around(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("A task was dropped after the shutdown", e);
        }
    }

    /**
     * Submits a last task, waits for it, and shuts down.
     *
     * @param millis maximum wait; then the task is interrupted
     */
    public void finish(Runnable task, long millis) {
        CountDownLatch done = new CountDownLatch(1);
        execute(() -> {
            try {
                task.run();
            } finally {
                done.countDown();
            }
        });
        try {
            if (!done.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.debug("The last task did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shutdown();
    }

    /**
     * Schedules a task with a fixed delay. It runs on the same thread as the submitted tasks.
     *
     * @param pauseMillis time until the first run, and from the end of a run to the start of the next
     */
    public void every(long pauseMillis, Runnable task) {
        guard.every(thread, pauseMillis, pauseMillis, task);
    }

    /** Drops the queued tasks and interrupts the running one. Does not wait for its end. */
    public void shutdown() {
        thread.shutdownNow();
    }
}
