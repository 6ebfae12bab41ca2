package io.damso.load.scenario;

import io.damso.load.run.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches for the highest rate that a peer sustains: first in large steps, then by bisection between a sustained rate
 * and a rate that is too high.
 */
final class Saturation {

    private static final double FACTOR = 1.5;
    private static final int STEPS = 12;
    private static final int REFINEMENTS = 2;
    private static final double SLOWEST_MILLIS = 500;

    /** Measures one rate. */
    interface Probe {

        /** Measures a number of messages per second. */
        Step at(double perSecond) throws InterruptedException;
    }

    private final Probe probe;
    private final List<Step> steps = new ArrayList<>();

    Saturation(Probe probe) {
        this.probe = probe;
    }

    /**
     * Returns the measurement at the highest sustained rate. If none was sustained, returns the last one, at the lowest
     * rate.
     */
    Step search(double first) throws InterruptedException {
        Step best = at(first);
        double bad = Double.NaN;
        for (int i = 0; i < STEPS && Double.isNaN(bad); i++) {
            Step next = bearable(best) ? at(best.perSecond() * FACTOR) : at(best.perSecond() / FACTOR / FACTOR);
            if (bearable(next)) {
                bad = bearable(best) ? bad : best.perSecond();
                best = next;
            } else if (bearable(best)) {
                bad = next.perSecond();
            } else {
                best = next;
            }
        }
        for (int i = 0; i < REFINEMENTS && !Double.isNaN(bad); i++) {
            Step next = at((best.perSecond() + bad) / 2);
            if (bearable(next)) {
                best = next;
            } else {
                bad = next.perSecond();
            }
        }
        return best;
    }

    /** Returns all measurements in order. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    private Step at(double perSecond) throws InterruptedException {
        Step step = probe.at(perSecond);
        steps.add(step);
        return step;
    }

    private static boolean bearable(Step step) {
        return step.keptUp() && step.latency().p99() <= SLOWEST_MILLIS;
    }
}
