package io.damso.reliability.scenario;

import io.damso.reliability.cluster.ChaosException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
        return awaited(limit, condition) == null;
    }

    /**
     * Waits until the condition holds.
     *
     * @throws ChaosException if it does not within the limit
     */
    static void require(String what, Duration limit, Condition condition) throws InterruptedException {
        String reason = awaited(limit, condition);
        if (reason != null) {
            throw new ChaosException("Not within " + limit.toSeconds() + " s: " + what + " (" + reason + ")");
        }
    }

    /** Waits until the condition holds; returns null if it does, or else the reason of the last attempt. */
    private static @Nullable String awaited(Duration limit, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (; ; ) {
            boolean last = System.nanoTime() - end >= 0;
            String reason = attempt(condition);
            if (reason == null || last) {
                return reason;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static @Nullable String attempt(Condition condition) throws InterruptedException {
        try {
            return condition.holds() ? null : "not yet";
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return e.toString();
        }
    }
}
