package io.damso.gateway.rooms;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are added under a lock and run without it, in their order, one at a time, on a thread that has just left
 * the lock. Thread-safe.
 */
final class Notices {

    private final Queue<Runnable> tasks = new ArrayDeque<>(1);
    private boolean running;

    synchronized void add(Runnable task) {
        tasks.add(task);
    }

    /** Runs all tasks, unless another thread does so at this moment. Call it without the lock. */
    void run() {
        for (Runnable next = next(true); next != null; next = next(false)) {
            boolean done = false;
            try {
                next.run();
                done = true;
            } finally {
                if (!done) {
                    stop();
                }
            }
        }
    }

    private synchronized @Nullable Runnable next(boolean first) {
        if (first && running) {
            return null;
        }
        Runnable next = tasks.poll();
        running = next != null;
        return next;
    }

    private synchronized void stop() {
        running = false;
    }
}
