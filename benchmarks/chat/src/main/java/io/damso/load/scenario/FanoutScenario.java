package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.load.client.ClientEvents;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peer;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Step;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Measures one room with many subscribers. */
public final class FanoutScenario extends ChatScenario {

    private static final Metric SATURATION = new Metric("saturation, deliveries/s", 0);
    private static final Metric AT_SATURATION = new Metric("deliveries per CPU-s there", 0);
    private static final Metric AT_HALF = new Metric("p99 ms at half of it", 2);

    /** Creates the scenario. */
    public FanoutScenario() {
        super(
                "fanout",
                Set.of("--saturation"),
                Option.numbers("--subscribers", "100,100,1000", 1, 1_000),
                Option.numbers("--gateways", "1,2", 1, 8),
                Option.numbers("--rate", "400,1200,60", 1, 100_000),
                Option.number("--senders", 4, 1, 1_000));
    }

    @Override
    Trial trial(Arguments arguments) {
        return new Fanout(arguments, new LoadGrid(arguments, "--subscribers", "%,d subscribers"));
    }

    private record Fanout(Arguments arguments, LoadGrid grid) implements Trial {

        @Override
        public List<Case> cases() {
            return grid.cases();
        }

        @Override
        public List<Metric> metrics() {
            return arguments.flag("--saturation")
                    ? Stream.concat(FixedRate.metrics().stream(), Stream.of(SATURATION, AT_SATURATION, AT_HALF))
                            .toList()
                    : FixedRate.metrics();
        }

        @Override
        public Metric drawn() {
            return FixedRate.DELIVERIES_PER_CPU;
        }

        @Override
        public String settings() {
            return String.format(
                    Locale.ROOT,
                    "One room, %,d senders among the subscribers, texts of %,d bytes, %d s "
                            + "after a warm-up of %d s, its first half at a quarter of the rate.",
                    arguments.number("--senders"),
                    arguments.number("--bytes"),
                    arguments.number("--seconds"),
                    arguments.number("--warmup"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            LoadGrid.Load load = grid.of(setting);
            LoadPlan plan = new LoadPlan(
                    1,
                    load.size(),
                    arguments.number("--senders"),
                    arguments.number("--bytes"),
                    arguments.number("--threads"));
            return FixedRate.reduced(
                    load.rate(), peer.name(), progress, (rate, last) -> attempt(plan, rate, last, peer, progress));
        }

        private Optional<Outcome> attempt(LoadPlan plan, double rate, boolean last, Peer peer, Progress progress)
                throws InterruptedException {
            int seconds = arguments.number("--seconds");
            try (LoadClients clients = new LoadClients(peer, plan, progress)) {
                clients.connect(ClientEvents.NONE);
                if (!FixedRate.warmUp(rate, arguments.number("--warmup"), clients)
                                .keptUp()
                        && !last) {
                    return Optional.empty();
                }
                Step step = clients.step(rate, 1, seconds);
                if (!arguments.flag("--saturation")) {
                    return Optional.of(FixedRate.outcome(step, clients));
                }
                Step top = new Saturation(perSecond -> clients.step(perSecond, 1, Math.max(2, seconds / 2.0)))
                        .search(step.perSecond());
                Step half = clients.step(top.perSecond() / 2, 1, seconds);
                return Optional.of(FixedRate.outcome(step, clients)
                        .with(SATURATION, top.delivered() / top.seconds())
                        .with(AT_SATURATION, top.deliveriesPerCpuSecond())
                        .with(AT_HALF, half.latency().p99()));
            }
        }
    }
}
