package io.damso.reliability.scenario;

import io.damso.reliability.cluster.ClusterSize;

/**
 * A scenario without preparation.
 *
 * @param body what breaks and mends
 */
record Steps(String name, String summary, Allowance allows, ClusterSize needs, Body body) implements Scenario {

    /** Breaks and mends. */
    interface Body {
        void run(Stage stage) throws InterruptedException;
    }

    static Steps of(String name, String summary, Allowance allows, Body body) {
        return new Steps(name, summary, allows, ClusterSize.PLAIN, body);
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        body.run(stage);
    }
}
