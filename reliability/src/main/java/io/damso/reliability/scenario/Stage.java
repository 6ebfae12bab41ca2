package io.damso.reliability.scenario;

import io.damso.reliability.cluster.DamsoCluster;
import io.damso.reliability.history.History;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What a scenario works on. Thread-safe. */
public final class Stage {

    private static final double MILLIS = 1_000;

    private final DamsoCluster cluster;
    private final Fleet fleet;
    private final History history;
    private final Consumer<String> progress;
    private final AtomicInteger faults = new AtomicInteger();

    Stage(DamsoCluster cluster, Fleet fleet, History history, Consumer<String> progress) {
        this.cluster = cluster;
        this.fleet = fleet;
        this.history = history;
        this.progress = progress;
    }

    DamsoCluster cluster() {
        return cluster;
    }

    Fleet fleet() {
        return fleet;
    }

    /** One step of a fault, or of its end. */
    interface Step {
        void run() throws InterruptedException;
    }

    /** Breaks something, waits, and mends it; all three are in the history. */
    void fault(String text, Step breaking, double seconds, Step mending) throws InterruptedException {
        int number = faults.incrementAndGet();
        history.add("fault", "number", number, "text", text);
        progress.accept(text);
        try {
            breaking.run();
            hold(seconds);
        } finally {
            mending.run();
            history.add("healed", "number", number, "text", text);
        }
    }

    /** Lets time pass. */
    void hold(double seconds) throws InterruptedException {
        Thread.sleep(Math.round(seconds * MILLIS));
    }

    /** Kills a process and starts it again after so many seconds. */
    void kill(String name, double seconds) throws InterruptedException {
        kill("kill -9 " + name, name, seconds, () -> cluster.damso("start", name));
    }

    /**
     * Kills a process by a signal of its own: {@code ./damso kill} needs most of a second before it, in which the fault
     * would count as begun although nothing is broken.
     *
     * @param start starts it again, after its end
     */
    void kill(String text, String name, double seconds, Step start) throws InterruptedException {
        fault(text, () -> cluster.kill(List.of(name)), seconds, () -> {
            cluster.damso("kill", name); // waits for the end of all its children
            start.run();
        });
    }

    /** Pauses a process for so many seconds. */
    void pause(String name, double seconds) throws InterruptedException {
        fault("SIGSTOP " + name, () -> cluster.pause(name), seconds, () -> cluster.go(name));
    }

    /** Returns how many faults have begun. */
    public int faults() {
        return faults.get();
    }
}
