package io.damso.simulation;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs schedules of one seed after the other, until one breaks a guarantee. */
public final class Search {

    private Search() {}

    /**
     * What was found.
     *
     * @param schedules number of schedules that were run
     * @param nanos time that they took
     * @param cpuNanos time of one core that they took
     * @param failure null if nothing is broken
     */
    public record Outcome(
            long schedules,
            long nanos,
            long cpuNanos,
            @Nullable Failure failure) {}

    /**
     * A schedule that breaks a guarantee.
     *
     * @param seed of the schedule
     * @param guarantee short name of what does not hold
     * @param message what happened
     */
    public record Failure(long seed, String guarantee, String message) {}

    /**
     * Runs the schedules of the seeds that begin with one.
     *
     * @param most maximum number of schedules
     * @param nanos time after which no further schedule begins
     */
    public static Outcome from(long seed, long most, long nanos) {
        long begin = System.nanoTime();
        long cpuBegin = cpuNanos();
        Failure failure = null;
        long done = 0;
        while (failure == null && done < most && System.nanoTime() - begin < nanos) {
            Violation violation = Run.of(Schedules.of(seed + done));
            if (violation != null) {
                failure = new Failure(seed + done, violation.guarantee(), String.valueOf(violation.getMessage()));
            }
            done++;
        }
        return new Outcome(done, System.nanoTime() - begin, cpuNanos() - cpuBegin, failure);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Returns the steps of the smallest schedule that was found to break the same guarantee, a line each. */
    public static List<String> shrunk(Failure failure) {
        return shrink(failure).stream().map(Step::toString).toList();
    }

    /** Returns what happens in the smallest schedule that was found to break the same guarantee, a line each. */
    public static List<String> explain(Failure failure) {
        return Run.trace(shrink(failure));
    }

    private static List<Step> shrink(Failure failure) {
        return Shrinker.shrink(Schedules.of(failure.seed()), steps -> {
            Violation violation = Run.of(steps);
            return violation != null && violation.guarantee().equals(failure.guarantee());
        });
    }
}
