package io.damso.system.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * The faults of a run, which depend on the seed and the length only. The order of processes is random, and each gets a
 * fault in a run of normal length.
 *
 *
 * @param steps in the order of their times
 */
record FaultPlan(List<FaultStep> steps) {

    /** The processes that may get faults. */
    static final List<String> TARGETS =
            List.of("gateway-1", "gateway-2", "persistence-1", "store", "rabbitmq-1", "nginx");

    private static final int FIRST_MILLIS = 2_000;
    private static final int LEAST_GAP_MILLIS = 3_000;
    private static final int GAP_SPREAD_MILLIS = 4_000;
    private static final int LEAST_HOLD_MILLIS = 500;
    private static final int HOLD_SPREAD_MILLIS = 6_000;
    private static final int ONE_OF_SO_MANY_IS_DOUBLE = 4;

    /** Returns the faults for the given number of seconds. */
    static FaultPlan of(long seed, int seconds) {
        Random random = new Random(seed);
        Deque<String> turns = new ArrayDeque<>();
        List<FaultStep> steps = new ArrayList<>();
        for (int at = FIRST_MILLIS; at < seconds * 1_000; at += LEAST_GAP_MILLIS + random.nextInt(GAP_SPREAD_MILLIS)) {
            steps.add(new FaultStep(at, faults(random, turns)));
        }
        return new FaultPlan(List.copyOf(steps));
    }

    private static List<Fault> faults(Random random, Deque<String> turns) {
        boolean two = random.nextInt(ONE_OF_SO_MANY_IS_DOUBLE) == 0;
        List<Fault> faults = new ArrayList<>();
        faults.add(fault(random, next(random, turns)));
        if (two) {
            String other = next(random, turns);
            if (!other.equals(faults.getFirst().target())) {
                faults.add(fault(random, other));
            }
        }
        return List.copyOf(faults);
    }

    private static String next(Random random, Deque<String> turns) {
        if (turns.isEmpty()) {
            List<String> round = new ArrayList<>(TARGETS);
            Collections.shuffle(round, random);
            turns.addAll(round);
        }
        return turns.remove();
    }

    private static Fault fault(Random random, String target) {
        List<FaultKind> kinds = FaultKind.of(target);
        return new Fault(
                kinds.get(random.nextInt(kinds.size())),
                target,
                LEAST_HOLD_MILLIS + random.nextInt(HOLD_SPREAD_MILLIS));
    }

    @Override
    public String toString() {
        return String.join("\n", steps.stream().map(FaultStep::toString).toList());
    }
}
