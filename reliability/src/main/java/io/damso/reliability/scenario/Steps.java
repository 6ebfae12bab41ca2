package io.damso.reliability.scenario;

/**
 * A scenario without preparation.
 *
 * @param body what breaks and mends
 */
record Steps(String name, String summary, Allowance allows, int brokers, Body body) implements Scenario {

    /** Breaks and mends. */
    interface Body {
        void run(Stage stage) throws InterruptedException;
    }

    static Steps of(String name, String summary, Allowance allows, Body body) {
        return new Steps(name, summary, allows, 1, body);
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        body.run(stage);
    }
}
