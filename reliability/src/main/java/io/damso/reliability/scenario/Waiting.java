package io.damso.reliability.scenario;

import io.damso.reliability.cluster.ChaosException;
import java.time.Duration;

/** Waits for conditions of a cluster that is broken: their failures count as "not yet". */
final class Waiting {

    private static final long PAUSE_MILLIS = 100;

    private Waiting() {}

    /** A condition that may need an answer of the cluster. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until the condition holds; returns whether it does within the limit. */
    static boolean until(Duration limit, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        do {
            if (holds(condition)) {
                return true;
            }
            Thread.sleep(PAUSE_MILLIS);
        } while (System.nanoTime() - end < 0);
        return holds(condition);
    }

    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false;
        }
    }

    /**
     * Waits until the condition holds.
     *
     * @throws ChaosException if it does not within the limit
     */
    static void require(String what, Duration limit, Condition condition) throws InterruptedException {
        if (!until(limit, condition)) {
            throw new ChaosException("Not within " + limit.toSeconds() + " s: " + what);
        }
    }
}
