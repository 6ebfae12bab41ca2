package io.damso.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes schedules smaller that break a guarantee, as long as the smaller ones break it, too. */
final class Shrinker {

    private static final int MOST_RUNS = 4_000;

    private final Predicate<List<Step>> breaks;
    private int runs;

    private Shrinker(Predicate<List<Step>> breaks) {
        this.breaks = breaks;
    }

    /** Returns a part of the steps that breaks the same guarantee, none of which can be left out alone. */
    static List<Step> shrink(List<Step> steps, Predicate<List<Step>> breaks) {
        Shrinker shrinker = new Shrinker(breaks);
        List<Step> smaller = steps;
        int before;
        do {
            before = smaller.size();
            smaller = shrinker.numbers(shrinker.parts(smaller));
        } while (smaller.size() < before);
        return smaller;
    }

    private boolean breaks(List<Step> steps) {
        return runs++ < MOST_RUNS && breaks.test(steps);
    }

    /** Leaves out parts, large ones first. */
    private List<Step> parts(List<Step> steps) {
        List<Step> left = steps;
        for (int size = Math.max(1, left.size() / 2); ; size /= 2) {
            for (int from = 0; from < left.size(); ) {
                List<Step> without = new ArrayList<>(left.subList(0, from));
                without.addAll(left.subList(Math.min(left.size(), from + size), left.size()));
                if (breaks(without)) {
                    left = without;
                } else {
                    from += size;
                }
            }
            if (size <= 1) {
                return left;
            }
        }
    }

    /** Makes numbers small. */
    private List<Step> numbers(List<Step> steps) {
        List<Step> left = new ArrayList<>(steps);
        for (int i = 0; i < left.size(); i++) {
            Step step = left.get(i);
            for (int smaller = 0; smaller < Math.min(step.a(), 4); smaller++) {
                if (replace(left, i, new Step(step.kind(), smaller, step.b()))) {
                    break;
                }
            }
            Step now = left.get(i);
            for (int smaller = 0; smaller < Math.min(now.b(), 4); smaller++) {
                if (replace(left, i, new Step(now.kind(), now.a(), smaller))) {
                    break;
                }
            }
        }
        return left;
    }

    private boolean replace(List<Step> steps, int index, Step step) {
        Step before = steps.set(index, step);
        if (breaks(List.copyOf(steps))) {
            return true;
        }
        steps.set(index, before);
        return false;
    }
}
