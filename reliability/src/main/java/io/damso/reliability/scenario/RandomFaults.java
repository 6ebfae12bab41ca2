package io.damso.reliability.scenario;

import io.damso.reliability.cluster.ChaosException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Random faults of all parts, some at the same time. They depend on seed and length only. Each process gets one before
 * another gets its second.
 */
public final class RandomFaults implements Scenario {

    private static final List<String> TARGETS =
            List.of("gateway-1", "gateway-2", "persistence-1", "store", "rabbitmq-1", "nginx");

    private static final int SECONDS_EACH = 30;
    private static final int SHORTEST_SECONDS_EACH = 5;
    private static final int MOST_IN_SHORT_RUNS = 9;
    private static final double SHIFT = 0.8;
    private static final long MEND_MINUTES = 5;

    private final long seed;
    private final List<RandomFault> faults;

    /** Draws the faults: one in 30 s, and up to nine in shorter runs. */
    public RandomFaults(long seed, int seconds) {
        this.seed = seed;
        this.faults = draw(new Random(seed), seconds);
    }

    private static List<RandomFault> draw(Random random, int seconds) {
        int count =
                Math.max(seconds / SECONDS_EACH, Math.clamp(seconds / SHORTEST_SECONDS_EACH, 1, MOST_IN_SHORT_RUNS));
        double each = (double) seconds / count;
        Deque<String> turns = new ArrayDeque<>();
        List<RandomFault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (turns.isEmpty()) {
                List<String> round = new ArrayList<>(TARGETS);
                Collections.shuffle(round, random);
                turns.addAll(round);
            }
            // A part of the distance: two may come close to each other.
            double at = i == 0 ? 0 : each * (i + SHIFT * (random.nextDouble() - 1));
            faults.add(RandomFault.draw(random, at, turns.remove()));
        }
        return List.copyOf(faults);
    }

    /** Returns the faults, in the order of their times. */
    List<RandomFault> faults() {
        return faults;
    }

    /** Returns how many there are. */
    public int count() {
        return faults.size();
    }

    @Override
    public String name() {
        return "random";
    }

    @Override
    public String summary() {
        return faults.size() + " random faults, seed " + seed;
    }

    /** A fault waits until its process is mended. */
    @Override
    public void run(Stage stage) throws InterruptedException {
        long begin = System.nanoTime();
        Map<String, CompletableFuture<Void>> broken = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (RandomFault fault : faults) {
                stage.hold(Math.max(0, fault.atSeconds() - (System.nanoTime() - begin) / 1e9));
                await(broken.getOrDefault(fault.target(), CompletableFuture.completedFuture(null)));
                broken.put(fault.target(), CompletableFuture.runAsync(() -> run(fault, stage), threads));
            }
            for (CompletableFuture<Void> each : broken.values()) {
                await(each);
            }
        }
    }

    private static void run(RandomFault fault, Stage stage) {
        try {
            fault.run(stage);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private static void await(CompletableFuture<Void> mended) throws InterruptedException {
        try {
            mended.get(MEND_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new ChaosException("A fault is not mended: " + e.getMessage(), e);
        }
    }
}
