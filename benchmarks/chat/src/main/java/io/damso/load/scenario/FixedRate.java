package io.damso.load.scenario;

import io.damso.bench.measure.Machine;
import io.damso.bench.report.Progress;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.LoadClients;
import io.damso.load.run.Step;
import java.util.List;
import java.util.Optional;

/**
 * Sending at a fixed rate: metrics shared by several scenarios, and the reduction of the rate until a peer sustains it.
 */
final class FixedRate {

    static final Metric RATE = new Metric("messages/s", 0);
    static final Metric DELIVERIES_PER_CPU = new Metric("deliveries per CPU-s", 0);
    static final Metric MESSAGES_PER_CPU = new Metric("messages per CPU-s", 0);
    static final Metric DELIVERIES = new Metric("deliveries/s", 0);
    static final Metric P50 = new Metric("p50 ms", 2);
    static final Metric P99 = new Metric("p99 ms", 2);
    static final Metric MAX = new Metric("max ms", 0);
    static final Metric OWN = new Metric("deliveries per load client's CPU-s", 0);
    static final Metric LOAD = new Metric("load", 2);

    static final int HALVINGS = 6;

    /** One attempt, with clients of its own. */
    interface Attempt {

        /**
         * Returns nothing if the peer did not keep up in the warm-up, unless it is the last attempt.
         *
         * @param perSecond rate in messages per second
         */
        Optional<Outcome> at(double perSecond, boolean last) throws InterruptedException;
    }

    private FixedRate() {}

    static List<Metric> metrics() {
        return List.of(RATE, DELIVERIES, DELIVERIES_PER_CPU, MESSAGES_PER_CPU, P50, P99, MAX, OWN, LOAD);
    }

    /**
     * Reduces the rate until the peer keeps up: repeats an attempt up to {@value #HALVINGS} times, first at the same rate,
     * because a JVM becomes faster while it warms up, then each time at half the previous rate. Each has new clients: a
     * server may have closed those of an attempt with too high a rate.
     *
     * @param perSecond first rate in messages per second
     */
    static Outcome reduced(double perSecond, String peer, Progress progress, Attempt attempt)
            throws InterruptedException {
        double rate = perSecond;
        for (int i = 0; ; i++) {
            Optional<Outcome> outcome = attempt.at(rate, i == HALVINGS);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            progress.say("%s did not keep up with %,.0f messages/s", peer, rate);
            rate = i == 0 ? rate : rate / 2;
        }
    }

    /**
     * Warms up, then measures. If the peer does not keep up in the warm-up, repeats it up to {@value #HALVINGS} times:
     * first at the same rate, then each time at half the previous rate. The measurement has the last rate.
     *
     * @param perSecond first rate in messages per second
     * @param warmup length of the warm-up in seconds
     * @param seconds length of the measured window
     */
    static Step at(double perSecond, int warmup, int seconds, LoadClients clients, Progress progress)
            throws InterruptedException {
        double rate = perSecond;
        Step warm = clients.step(rate, warmup / 2.0, warmup / 2.0);
        for (int i = 0; i < HALVINGS && !warm.keptUp(); i++) {
            // First repeat at the same rate: a JVM becomes faster while it warms up.
            rate = i == 0 ? rate : rate / 2;
            warm = clients.step(rate, 1, Math.max(1, warmup / 2.0));
            progress.say("%,.0f messages/s: %,d of %,d deliveries in time", rate, warm.delivered(), warm.due());
        }
        return clients.step(rate, 1, seconds);
    }

    /**
     * Sends in the first half at a quarter of the rate, so that a JVM compiles what it needs before it gets the full
     * rate. Returns the last quarter.
     *
     * @param perSecond rate in messages per second
     * @param warmup length in seconds
     */
    static Step warmUp(double perSecond, int warmup, LoadClients clients) throws InterruptedException {
        clients.step(perSecond / 4, 0, warmup / 2.0);
        return clients.step(perSecond, warmup / 4.0, warmup / 4.0);
    }

    static Outcome outcome(Step step, LoadClients clients) {
        return new Outcome(clients.counts(), step.processes())
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
