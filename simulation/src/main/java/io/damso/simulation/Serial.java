package io.damso.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs tasks at once, one after the other: a task that is added by another one runs after that. */
final class Serial implements Executor {

    private final Queue<Runnable> tasks = new ArrayDeque<>(2);
    private boolean running;

    @Override
    public void execute(Runnable added) {
        tasks.add(added);
        if (running) {
            return;
        }
        running = true;
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        } finally {
            running = false;
        }
    }
}
