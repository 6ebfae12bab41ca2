package io.damso.load.scenario;

import io.damso.bench.measure.LatencySummary;
import io.damso.bench.measure.Machine;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peer;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.ConfirmationTimes;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Step;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Measures a peer that has almost nothing to do: how long one message takes to its acknowledgement and its readers. */
public final class ReceiptsScenario extends ChatScenario {

    private static final Metric CONFIRMED_P50 = new Metric("confirmed p50 ms", 2);
    private static final Metric CONFIRMED_P99 = new Metric("confirmed p99 ms", 2);
    private static final Metric CONFIRMED_MAX = new Metric("confirmed max ms", 0);
    private static final Metric HEARD_P50 = new Metric("heard p50 ms", 2);
    private static final Metric HEARD_P99 = new Metric("heard p99 ms", 2);
    private static final Metric HEARD_MAX = new Metric("heard max ms", 0);
    private static final Metric NOT_CONFIRMED = new Metric("not confirmed", 0);

    /** Creates the scenario. */
    public ReceiptsScenario() {
        super("receipts", Set.of(), Option.number("--rate", 20, 1, 1_000), Option.number("--gateways", 1, 1, 8));
    }

    @Override
    List<String> usualPeers() {
        return List.of("damso", "jetstream");
    }

    @Override
    Trial trial(Arguments arguments) {
        return new Receipts(arguments);
    }

    private record Receipts(Arguments arguments) implements Trial {

        @Override
        public List<Case> cases() {
            return List.of(new Case(
                    String.format(Locale.ROOT, "%,d/s", arguments.number("--rate")), arguments.number("--gateways")));
        }

        @Override
        public List<Metric> metrics() {
            return List.of(
                    CONFIRMED_P50,
                    CONFIRMED_P99,
                    CONFIRMED_MAX,
                    HEARD_P50,
                    HEARD_P99,
                    HEARD_MAX,
                    FixedRate.LOAD,
                    NOT_CONFIRMED);
        }

        @Override
        public Metric drawn() {
            return CONFIRMED_P50;
        }

        @Override
        public String settings() {
            return String.format(
                    Locale.ROOT,
                    "One room of two, one of them sends texts of %,d bytes with a request for an acknowledgement, %d s "
                            + "after a warm-up of %d s. \"Confirmed\": from the message to its acknowledgement (STOMP: "
                            + "RECEIPT). \"Heard\": from the scheduled time to the delivery to both members.",
                    arguments.number("--bytes"),
                    arguments.number("--seconds"),
                    arguments.number("--warmup"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            LoadPlan plan = new LoadPlan(1, 2, 1, arguments.number("--bytes"), arguments.number("--threads"));
            ConfirmationTimes times = new ConfirmationTimes();
            try (LoadClients clients = new LoadClients(peer, plan.with(LoadPlan.Behaviour.CONFIRM), progress)) {
                clients.connect(times);
                clients.step(arguments.number("--rate"), 0, arguments.number("--warmup"));
                times.reset();
                Step step = clients.step(arguments.number("--rate"), 0, arguments.number("--seconds"));
                LatencySummary confirmed = times.times();
                if (confirmed.count() == 0) {
                    throw new BenchmarkException("No message of " + peer.name() + " was acknowledged");
                }
                return new Outcome(clients.counts(), step.processes())
                        .with(CONFIRMED_P50, confirmed.p50())
                        .with(CONFIRMED_P99, confirmed.p99())
                        .with(CONFIRMED_MAX, confirmed.max())
                        .with(HEARD_P50, step.latency().p50())
                        .with(HEARD_P99, step.latency().p99())
                        .with(HEARD_MAX, step.latency().max())
                        .with(FixedRate.LOAD, Machine.load())
                        .with(NOT_CONFIRMED, times.missing());
            }
        }
    }
}
