package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.bench.scenario.InvalidOptionException;
import io.damso.load.client.ClientEvents;
import io.damso.load.client.Ending;
import io.damso.load.client.LoadClient;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peer;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Member;
import io.damso.load.run.ProcessLoad;
import io.damso.load.run.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Some subscribers of a room stop reading. Measures the effect on the others, and how the server closes the slow ones.
 */
public final class SlowScenario extends ChatScenario {

    private static final Metric P99_WITH = new Metric("p99 ms with stalled readers", 2);
    private static final Metric MAX_WITH = new Metric("max ms with stalled readers", 0);
    private static final Metric ENDED = new Metric("stalled readers closed", 0);
    private static final Metric GROWTH = new Metric("servers' RSS, + MB", 1);
    private static final double MEGABYTE = 1e6;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(25);

    /** Creates the scenario. */
    public SlowScenario() {
        super(
                "slow",
                Set.of(),
                Option.number("--subscribers", 100, 2, 1_000),
                Option.number("--stalled", 10, 1, 999),
                Option.number("--rate", 100, 1, 10_000),
                Option.number("--bytes", 8_000, 64, 8_000),
                Option.number("--seconds", 40, 5, 600));
    }

    @Override
    Trial trial(Arguments arguments) {
        if (arguments.number("--stalled") >= arguments.number("--subscribers")) {
            throw new InvalidOptionException("--stalled has to be less than --subscribers");
        }
        return new Slow(arguments);
    }

    /** Records how connections ended. */
    private static final class Endings implements ClientEvents {

        private final Map<LoadClient, Ending> all = new ConcurrentHashMap<>();

        @Override
        public void ended(LoadClient client, Ending ending) {
            all.put(client, ending);
        }
    }

    private record Slow(Arguments arguments) implements Trial {

        @Override
        public List<Case> cases() {
            return List.of(new Case(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d stalled",
                            arguments.number("--stalled"),
                            arguments.number("--subscribers")),
                    1));
        }

        @Override
        public List<Metric> metrics() {
            return List.of(FixedRate.RATE, FixedRate.P99, P99_WITH, MAX_WITH, ENDED, GROWTH);
        }

        @Override
        public Metric drawn() {
            return P99_WITH;
        }

        @Override
        public String settings() {
            return String.format(
                    Locale.ROOT,
                    "One room, texts of %,d bytes. Latency and lost messages of the readers that do "
                            + "not stall, %d s each without and with stalled readers. Stalled readers leave the data "
                            + "in a receive buffer of 256 KB; at the end they read again and report how they were "
                            + "closed.",
                    arguments.number("--bytes"),
                    arguments.number("--seconds"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            int subscribers = arguments.number("--subscribers");
            int seconds = arguments.number("--seconds");
            LoadPlan plan = new LoadPlan(1, subscribers, 1, arguments.number("--bytes"), arguments.number("--threads"));
            Endings endings = new Endings();
            try (LoadClients clients = new LoadClients(peer, plan, progress)) {
                clients.connect(endings);
                Step without = FixedRate.at(
                        arguments.number("--rate"), arguments.number("--warmup"), seconds, clients, progress);
                List<Member> stalled =
                        clients.members().subList(subscribers - arguments.number("--stalled"), subscribers);
                Set<Member> away = new HashSet<>(stalled);
                stalled.forEach(member -> member.client().stall(true));
                Step with = clients.step(without.perSecond(), 0, seconds);
                stalled.forEach(member -> member.client().stall(false));
                awaitEnds(stalled, endings);
                clients.eventLoops().settle();
                // spotless:off
                Outcome outcome = new Outcome(clients.counts(member -> !away.contains(member)), with.processes())
                        .with(FixedRate.RATE, with.perSecond())
                        .with(FixedRate.P99, without.latency().p99())
                        .with(P99_WITH, with.latency().p99())
                        .with(MAX_WITH, with.latency().max())
                        .with(ENDED, stalled.stream().filter(m -> endings.all.containsKey(m.client())).count())
                        .with(GROWTH, with.processes().stream().mapToDouble(Slow::growth).sum() / MEGABYTE);
                endings.all.values().stream().map(end -> "closed with " + end.code() + ": " + end.reason()).distinct()
                        .limit(3).forEach(outcome::remark);
                // spotless:on
                return outcome;
            }
        }

        /**
         * Waits until the stalled clients have read their data and the end of their connection, which takes time with a
         * small receive window.
         */
        private static void awaitEnds(List<Member> stalled, Endings endings) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE;
            while (System.nanoTime() - end < 0
                    && !stalled.stream().allMatch(member -> endings.all.containsKey(member.client()))) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }

        private static double growth(ProcessLoad process) {
            return process.residentAfter() - process.residentBefore();
        }
    }
}
