package io.damso.system.chaos;

import io.damso.system.Cluster;
import io.damso.system.DamsoRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Executes a plan of faults, and restarts the killed processes. Not thread-safe. */
final class FaultInjector {

    private static final long RESTORE_MINUTES = 4;

    private final Cluster cluster;
    private final Findings findings;
    private final ExecutorService threads;
    private final Map<String, CompletableFuture<Void>> broken = new HashMap<>();
    private int begun;

    FaultInjector(Cluster cluster, Findings findings, ExecutorService threads) {
        this.cluster = cluster;
        this.findings = findings;
        this.threads = threads;
    }

    /** Returns how many faults have begun. */
    int begun() {
        return begun;
    }

    /**
     * Causes the faults at their times; a fault waits until its process is restored. Returns when all processes run
     * again, as far as they can be started.
     */
    void run(FaultPlan plan) throws Exception {
        long begin = System.nanoTime();
        for (FaultStep step : plan.steps()) {
            long wait = begin + TimeUnit.MILLISECONDS.toNanos(step.atMillis()) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
            for (Fault fault : step.faults()) {
                broken.getOrDefault(fault.target(), CompletableFuture.completedFuture(null))
                        .get(RESTORE_MINUTES, TimeUnit.MINUTES);
                begun++;
                findings.print("%s", fault);
                broken.put(fault.target(), CompletableFuture.runAsync(() -> inject(fault), threads));
            }
        }
        CompletableFuture.allOf(broken.values().toArray(CompletableFuture[]::new))
                .get(RESTORE_MINUTES, TimeUnit.MINUTES);
    }

    private void inject(Fault fault) {
        try {
            long pid = cluster.pid(fault.target());
            begin(fault, pid);
            Thread.sleep(fault.holdMillis());
            restore(fault, pid);
            findings.print("%s is over", fault);
        } catch (IOException | InterruptedException e) {
            findings.add("%s fails: %s", fault, e);
        }
    }

    private void begin(Fault fault, long pid) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case KILL -> damso("kill", fault.target());
            case STOP -> damso("stop", fault.target());
            case FREEZE -> signal("STOP", pid);
            case RELOAD -> signal("HUP", pid);
            case KILL_MASTER -> signal("KILL", pid);
            default -> throw new IllegalStateException("No such fault: " + fault);
        }
    }

    private void restore(Fault fault, long pid) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case FREEZE -> signal("CONT", pid);
            case RELOAD -> {}
            default -> start(fault.target(), pid);
        }
    }

    private void start(String name, long group) throws IOException, InterruptedException {
        if (!damso("start", name)) {
            // The run continues; remaining child processes do not disturb it.
            signal("KILL", -group);
            damso("start", name);
        }
    }

    private boolean damso(String command, String name) throws IOException, InterruptedException {
        DamsoRun run = cluster.damso(command, name);
        if (run.exitCode() != 0) {
            findings.add("./damso %s %s fails: %s", command, name, lastLines(run.output()));
        }
        return run.exitCode() == 0;
    }

    private static String lastLines(String output) {
        List<String> lines = new ArrayList<>(output.lines().toList());
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "--", Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
