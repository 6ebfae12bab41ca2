package io.damso.reliability.scenario;

import io.damso.reliability.cluster.DamsoCluster;

/**
 * The store is away for some time; then what was written meanwhile must be stored faster than it came.
 *
 * @param seconds how long
 */
record StoreAway(int seconds) implements Scenario {

    /** How long it is away if nothing else is said. */
    static final int SECONDS = 60;

    private static final String STORE = "store";

    /** The oldest message of the backlog waits for the whole outage and is stored first; the rest takes this part of it. */
    private static final double PART_TO_CATCH_UP = 0.25;

    /** Seconds for the start of the store and the longest pause between two attempts of chat-persistence. */
    private static final double RETURN = 30;

    @Override
    public String name() {
        return "store-away";
    }

    @Override
    public String summary() {
        return "the store is away for " + seconds + " s";
    }

    @Override
    public Allowance allows() {
        return Allowance.NOTHING.withStoring(seconds * (1 + PART_TO_CATCH_UP) + RETURN);
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        DamsoCluster cluster = stage.cluster();
        stage.fault(
                "stop " + STORE + " for " + seconds + " s",
                () -> cluster.damso("stop", STORE),
                seconds,
                () -> cluster.damso("start", STORE));
    }
}
