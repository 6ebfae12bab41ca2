package io.damso.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes schedules from seeds. Each has faults of some kinds only, so that some are frequent. */
final class Schedules {

    private static final int SHORTEST = 15;
    private static final int LONGEST = 70;
    private static final int NUMBERS = 64;
    private static final int MOST_OFTEN = 4;
    private static final Step.Kind[] KINDS = Step.Kind.values();

    private Schedules() {}

    /** Returns the schedule of a seed, always the same one. */
    static List<Step> of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] weights = weights(random);
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        List<Step> steps = new ArrayList<>(LONGEST + 8);
        if (random.nextInt(5) > 0) {
            begin(random, steps);
        }
        for (int left = random.nextInt(SHORTEST, LONGEST); left > 0; left--) {
            int at = random.nextInt(sum);
            int kind = 0;
            while (at >= weights[kind]) {
                at -= weights[kind++];
            }
            steps.add(new Step(KINDS[kind], random.nextInt(NUMBERS), random.nextInt(NUMBERS)));
        }
        return steps;
    }

    private static int[] weights(SplittableRandom random) {
        int[] weights = new int[KINDS.length];
        int rare = random.nextInt(1, 4);
        for (Step.Kind kind : KINDS) {
            boolean left = kind.isFault() && random.nextInt(3) < rare;
            weights[kind.ordinal()] = left ? 0 : kind.weight() * (kind.isFault() ? random.nextInt(1, MOST_OFTEN) : 1);
        }
        return weights;
    }

    /** Clients subscribe, each on a gateway. */
    private static void begin(SplittableRandom random, List<Step> steps) {
        for (int client = 0; client < World.CLIENTS; client++) {
            steps.add(new Step(Step.Kind.CONNECT, client, random.nextInt(NUMBERS)));
            steps.add(new Step(Step.Kind.SUBSCRIBE, client, random.nextInt(NUMBERS)));
        }
        steps.add(new Step(Step.Kind.FLOW, 0, 0));
    }
}
