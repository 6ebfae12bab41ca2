package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.count.Counts;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.History;
import io.damso.load.peer.Peer;
import io.damso.load.peer.ServerProcess;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.Crowd;
import io.damso.load.run.CrowdPlan;
import io.damso.load.run.Meter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One of two nodes is killed while everybody talks: how soon its clients are back, and what they miss. */
public final class StormScenario extends ChatScenario {

    private static final Metric AWAY = new Metric("clients thrown out", 0);
    private static final Metric HALF = new Metric("50 % back after s", 2);
    private static final Metric MOST = new Metric("99 % back after s", 2);
    private static final Metric ALL = new Metric("100 % back after s", 2);
    private static final Metric NOT_BACK = new Metric("not back", 0);
    private static final long BEFORE = TimeUnit.SECONDS.toNanos(5);
    private static final long AFTER = TimeUnit.SECONDS.toNanos(8);

    /** Creates it. */
    public StormScenario() {
        super("storm", Set.of(),
                Option.number("--clients", 5_000, 100, 25_000),
                Option.number("--rooms", 50, 1, 5_000),
                Option.number("--rate", 50, 1, 100_000),
                Option.number("--seconds", 40, 15, 600));
    }

    @Override
    Trial trial(Arguments arguments) {
        return new Storm(arguments);
    }

    private record Storm(Arguments arguments) implements Trial {

        @Override
        public List<Case> cases() {
            return List.of(new Case(String.format(Locale.ROOT, "%,d clients", arguments.number("--clients")), 2));
        }

        @Override
        public List<Metric> metrics() {
            return List.of(AWAY, HALF, MOST, ALL, NOT_BACK);
        }

        @Override
        public boolean freshPeer() {
            return true;
        }

        @Override
        public Metric drawn() {
            return MOST;
        }

        @Override
        public String settings() {
            return String.format(Locale.ROOT, "%,d rooms, %,d messages/s, one sender a room, on the node that stays; "
                    + "the other node gets kill -9 after 5 s. Clients come back to either endpoint after a random "
                    + "delay (up to 0.5 s, doubling), subscribe, and where there is a history read its newest %,d "
                    + "messages then and 3 s later. \"Lost\" is what those who came back have neither heard nor read; "
                    + "\"doubled\" what came twice live.",
                    arguments.number("--rooms"), arguments.number("--rate"), page());
        }

        /** What a room hears while somebody is away, and some more. */
        private int page() {
            long messages = (long) arguments.number("--rate") * arguments.number("--seconds");
            return (int) Math.min(History.MOST, messages / arguments.number("--rooms") + 10);
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            int rooms = arguments.number("--rooms");
            // An even number keeps the first member of each room on the first node.
            int members = Math.max(2, arguments.number("--clients") / rooms / 2 * 2);
            CrowdPlan plan = new CrowdPlan(rooms, members, 1, arguments.number("--bytes"),
                    arguments.number("--threads"));
            try (Crowd crowd = new Crowd(peer, plan, progress);
                    Returns returns = new Returns(crowd, peer.endpoints(), peer instanceof History h ? h : null,
                            page())) {
                crowd.gather(returns);
                returns.watch();
                long start = System.nanoTime();
                long end = start + TimeUnit.SECONDS.toNanos(arguments.number("--seconds"));
                CompletableFuture<Long> sending = crowd.send(arguments.number("--rate"), start, end);
                TimeUnit.NANOSECONDS.sleep(BEFORE);
                Meter meter = new Meter(peer);
                long killed = System.nanoTime();
                kill(peer);
                await(returns, end - AFTER, progress, peer);
                sending.join();
                crowd.drain();
                returns.finish();
                crowd.loops().settle();
                return outcome(returns, killed, crowd, meter);
            }
        }

        private static void kill(Peer peer) {
            ServerProcess victim = peer.processes().stream()
                    .filter(process -> process.name().endsWith("-2")).findFirst()
                    .orElseThrow(() -> new BenchmarkException("The peer " + peer.name() + " has no second node"));
            try {
                peer.kill(victim.name());
            } catch (UnsupportedOperationException e) {
                throw new BenchmarkException("The peer " + peer.name() + " has one process only", e);
            }
        }

        private static void await(Returns returns, long end, Progress progress, Peer peer) throws InterruptedException {
            long said = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(500);
            while (returns.away() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(20);
                if (System.nanoTime() - said > TimeUnit.SECONDS.toNanos(2)) {
                    said = System.nanoTime();
                    progress.say("%s: %,d away, %,d back", peer.name(), returns.away(), returns.back().size());
                }
            }
        }

        private static Outcome outcome(Returns returns, long killed, Crowd crowd, Meter meter) {
            List<Long> back = returns.back();
            Counts counts = crowd.counts(member -> !returns.isAway(member));
            Outcome outcome = new Outcome(counts, meter.read())
                    .with(AWAY, back.size() + returns.away())
                    .with(NOT_BACK, returns.away());
            if (!back.isEmpty()) {
                outcome.with(HALF, at(back, 0.5, killed)).with(MOST, at(back, 0.99, killed))
                        .with(ALL, at(back, 1, killed));
            }
            returns.failures().stream().distinct().limit(3).forEach(outcome::remark);
            return outcome.remark(String.format(Locale.ROOT, "to clients that are back %,d deliveries were due; "
                    + "%,d came live, %,d live or from the history", counts.expected(), counts.delivered(),
                    counts.expected() - counts.lost()));
        }

        private static double at(List<Long> back, double share, long killed) {
            return (back.get((int) Math.ceil(share * back.size()) - 1) - killed) / 1e9;
        }
    }
}
