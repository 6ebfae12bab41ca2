package io.damso.gateway.session;

import org.jspecify.annotations.Nullable;

/** Counts what a session is still to be answered, so that a DISCONNECT can wait for it without a thread that waits. */
final class Outstanding {

    private int count;
    private @Nullable Runnable last;

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

    /** Runs the task once everything begun before has ended: now, or on the thread that ends it. */
    void whenDone(Runnable task) {
        synchronized (this) {
            if (count > 0) {
                last = task;
                return;
            }
        }
        task.run();
    }
}
