package io.damso.load.scenario;

import io.damso.bench.measure.Machine;
import io.damso.bench.report.Progress;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.Crowd;
import io.damso.load.run.Step;
import java.util.List;

/** Talking at a fixed rate: metrics that several scenarios share, and the search for a rate that a peer can bear. */
final class Talk {

    static final Metric RATE = new Metric("messages/s", 0);
    static final Metric DELIVERIES_PER_CPU = new Metric("deliveries per CPU-s", 0);
    static final Metric MESSAGES_PER_CPU = new Metric("messages per CPU-s", 0);
    static final Metric DELIVERIES = new Metric("deliveries/s", 0);
    static final Metric P50 = new Metric("p50 ms", 2);
    static final Metric P99 = new Metric("p99 ms", 2);
    static final Metric MAX = new Metric("max ms", 0);
    static final Metric OWN = new Metric("deliveries per load client's CPU-s", 0);
    static final Metric LOAD = new Metric("load", 2);

    private static final int HALVINGS = 6;

    private Talk() {}

    static List<Metric> metrics() {
        return List.of(RATE, DELIVERIES, DELIVERIES_PER_CPU, MESSAGES_PER_CPU, P50, P99, MAX, OWN, LOAD);
    }

    /**
     * Warms up, and measures at the rate, or at the half, a quarter and so on of it if the peer cannot bear more.
     *
     * @param warmup seconds
     * @param seconds that are measured
     */
    static Step at(double perSecond, int warmup, int seconds, Crowd crowd, Progress progress)
            throws InterruptedException {
        double rate = perSecond;
        Step warm = crowd.step(rate, warmup / 2.0, warmup / 2.0);
        for (int i = 0; i < HALVINGS && !warm.keptUp(); i++) {
            // Once more at the same rate: a virtual machine gets faster while it warms up.
            rate = i == 0 ? rate : rate / 2;
            warm = crowd.step(rate, 1, Math.max(1, warmup / 2.0));
            progress.say("%,.0f messages/s: %,d of %,d deliveries in time", rate, warm.delivered(), warm.due());
        }
        return crowd.step(rate, 1, seconds);
    }

    static Outcome outcome(Step step, Crowd crowd) {
        return new Outcome(crowd.counts(), step.processes())
                .with(RATE, step.perSecond())
                .with(DELIVERIES, step.delivered() / step.seconds())
                .with(DELIVERIES_PER_CPU, step.deliveriesPerCpuSecond())
                .with(MESSAGES_PER_CPU, step.messagesPerCpuSecond())
                .with(P50, step.latency().p50())
                .with(P99, step.latency().p99())
                .with(MAX, step.latency().max())
                .with(OWN, step.deliveriesPerOwnCpuSecond())
                .with(LOAD, Machine.load());
    }
}
