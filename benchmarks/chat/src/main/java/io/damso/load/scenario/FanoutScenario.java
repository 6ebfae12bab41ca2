package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.bench.scenario.InvalidOptionException;
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
import java.util.Set;
import java.util.stream.IntStream;
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
        List<Integer> subscribers = arguments.numbers("--subscribers");
        List<Integer> rates = arguments.numbers("--rate");
        if (rates.size() != 1 && rates.size() < subscribers.size()) {
            throw new InvalidOptionException("--rate takes one number, or one for each of --subscribers");
        }
        List<Load> loads = IntStream.range(0, subscribers.size())
                .mapToObj(i -> new Load(subscribers.get(i), rates.get(Math.min(i, rates.size() - 1))))
                .distinct()
                .toList();
        return new Fanout(arguments, loads);
    }

    private record Load(int subscribers, int rate) {

        Case on(int nodes) {
            return new Case(
                    String.format(
                            Locale.ROOT,
                            "%,d subscribers, %,d/s, %d %s",
                            subscribers,
                            rate,
                            nodes,
                            nodes == 1 ? "node" : "nodes"),
                    nodes);
        }
    }

    private record Fanout(Arguments arguments, List<Load> loads) implements Trial {

        @Override
        public List<Case> cases() {
            return arguments.numbers("--gateways").stream()
                    .distinct()
                    .flatMap(nodes -> loads.stream().map(load -> load.on(nodes)))
                    .toList();
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
                            + "after a warm-up of %d s.",
                    arguments.number("--senders"),
                    arguments.number("--bytes"),
                    arguments.number("--seconds"),
                    arguments.number("--warmup"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            Load load = loads.stream()
                    .filter(each -> each.on(setting.nodes()).equals(setting))
                    .findFirst()
                    .orElseThrow();
            LoadPlan plan = new LoadPlan(
                    1,
                    load.subscribers(),
                    arguments.number("--senders"),
                    arguments.number("--bytes"),
                    arguments.number("--threads"));
            int seconds = arguments.number("--seconds");
            try (LoadClients clients = new LoadClients(peer, plan, progress)) {
                clients.connect(ClientEvents.NONE);
                Step step = FixedRate.at(load.rate(), arguments.number("--warmup"), seconds, clients, progress);
                if (!arguments.flag("--saturation")) {
                    return FixedRate.outcome(step, clients);
                }
                Step top = new Saturation(perSecond -> clients.step(perSecond, 1, Math.max(2, seconds / 2.0)))
                        .search(step.perSecond());
                Step half = clients.step(top.perSecond() / 2, 1, seconds);
                return FixedRate.outcome(step, clients)
                        .with(SATURATION, top.delivered() / top.seconds())
                        .with(AT_SATURATION, top.deliveriesPerCpuSecond())
                        .with(AT_HALF, half.latency().p99());
            }
        }
    }
}
