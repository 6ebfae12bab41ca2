package io.damso.gateway.session;

import org.jspecify.annotations.Nullable;

/**
 * Counts the unanswered requests of a session, so that DISCONNECT can be answered after them without a blocked thread.
 * Thread-safe.
 */
public final class PendingAnswers {

    private int count;
    private @Nullable Runnable last;

    PendingAnswers() {}

    synchronized void begin() {
        count++;
    }

    void end() {
        Runnable next = null;
        synchronized (this) {
            if (--count == 0) {
                next = last;
                last = null;
            }
        }
        if (next != null) {
            next.run();
        }
    }

    /**
     * Runs the task when no request is unanswered: at once, or on the thread that answers the last one. A later task
     * replaces a waiting one.
     */
    public void whenDone(Runnable task) {
        synchronized (this) {
            if (count > 0) {
                last = task;
                return;
            }
        }
        task.run();
    }
}
