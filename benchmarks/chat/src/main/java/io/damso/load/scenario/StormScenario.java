package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.count.Counts;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.History;
import io.damso.load.peer.Peer;
import io.damso.load.peer.ServerProcess;
import io.damso.load.peer.Way;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Meter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One of two nodes is killed under load. Measures how soon its clients are connected again, and how many messages they
 * miss.
 */
public final class StormScenario extends ChatScenario {

    private static final String PAST_NGINX = "--past-nginx";
    private static final Metric AWAY = new Metric("clients thrown out", 0);
    private static final Metric HALF = new Metric("50 % back after s", 2);
    private static final Metric MOST = new Metric("99 % back after s", 2);
    private static final Metric ALL = new Metric("100 % back after s", 2);
    private static final Metric NOT_BACK = new Metric("not back", 0);
    private static final long BEFORE = TimeUnit.SECONDS.toNanos(5);
    private static final long AFTER = TimeUnit.SECONDS.toNanos(8);

    /** Creates the scenario. */
    public StormScenario() {
        super(
                "storm",
                Set.of(PAST_NGINX),
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
        public Way way() {
            return arguments.flag(PAST_NGINX) ? Way.DIRECT : Way.NGINX;
        }

        @Override
        public Metric drawn() {
            return MOST;
        }

        @Override
        public String settings() {
            return String.format(
                    Locale.ROOT,
                    "%,d rooms, %,d messages/s, one sender for each room, on the surviving node; "
                            + "the other node gets kill -9 after 5 s. %s reconnect after a random "
                            + "delay (up to 0.5 s, doubling) and subscribe. If the peer has a history, they "
                            + "read its newest %,d messages then and 3 s later. \"Lost\": messages that reconnected "
                            + "clients have neither received nor read; \"doubled\": messages received twice live.",
                    arguments.number("--rooms"),
                    arguments.number("--rate"),
                    clients(),
                    page());
        }

        private String clients() {
            return way() == Way.DIRECT
                    ? "Clients connect directly to the nodes, without TLS. Disconnected clients"
                    : "Damso's clients except the senders connect through NGINX with TLS and know one address, as in "
                            + "production. The other peers have no NGINX, and their clients use the nodes in "
                            + "turn. Disconnected clients";
        }

        /**
         * Returns the number of history messages to read: those of a room in the whole measurement, plus 10, limited to
         * one page.
         */
        private int page() {
            long messages = (long) arguments.number("--rate") * arguments.number("--seconds");
            return (int) Math.min(History.MOST, messages / arguments.number("--rooms") + 10);
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            int rooms = arguments.number("--rooms");
            // An even number keeps the first member of each room on the first node.
            int members = Math.max(2, arguments.number("--clients") / rooms / 2 * 2);
            LoadPlan plan = new LoadPlan(rooms, members, 1, arguments.number("--bytes"), arguments.number("--threads"));
            try (LoadClients clients = new LoadClients(peer, plan, progress);
                    Reconnector returns =
                            new Reconnector(clients, peer.endpoints(), peer instanceof History h ? h : null, page())) {
                clients.connect(returns);
                returns.watch();
                long start = System.nanoTime();
                long end = start + TimeUnit.SECONDS.toNanos(arguments.number("--seconds"));
                CompletableFuture<Long> sending = clients.send(arguments.number("--rate"), start, end);
                TimeUnit.NANOSECONDS.sleep(BEFORE);
                Meter meter = new Meter(peer);
                long killed = System.nanoTime();
                kill(peer);
                await(returns, end - AFTER, progress, peer);
                sending.join();
                clients.drain();
                returns.finish();
                clients.eventLoops().settle();
                return outcome(returns, killed, clients, meter);
            }
        }

        private static void kill(Peer peer) {
            ServerProcess victim = peer.processes().stream()
                    .filter(process -> process.name().endsWith("-2"))
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException("The peer " + peer.name() + " has no second node"));
            try {
                peer.kill(victim.name());
            } catch (UnsupportedOperationException e) {
                throw new BenchmarkException("The peer " + peer.name() + " has one process only", e);
            }
        }

        private static void await(Reconnector returns, long end, Progress progress, Peer peer)
                throws InterruptedException {
            long said = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(500);
            while (returns.away() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(20);
                if (System.nanoTime() - said > TimeUnit.SECONDS.toNanos(2)) {
                    said = System.nanoTime();
                    progress.say(
                            "%s: %,d away, %,d back",
                            peer.name(), returns.away(), returns.back().size());
                }
            }
        }

        private static Outcome outcome(Reconnector returns, long killed, LoadClients clients, Meter meter) {
            List<Long> back = returns.back();
            Counts counts = clients.counts(member -> !returns.isAway(member));
            Outcome outcome = new Outcome(counts, meter.read())
                    .with(AWAY, back.size() + returns.away())
                    .with(NOT_BACK, returns.away());
            Reconnections home = new Reconnections(back.size() + returns.away(), back, killed);
            home.seconds(0.5).ifPresent(seconds -> outcome.with(HALF, seconds));
            home.seconds(0.99).ifPresent(seconds -> outcome.with(MOST, seconds));
            home.seconds(1).ifPresent(seconds -> outcome.with(ALL, seconds));
            returns.failures().stream().distinct().limit(3).forEach(outcome::remark);
            return outcome.remark(String.format(
                    Locale.ROOT,
                    "reconnected clients: %,d deliveries expected, "
                            + "%,d received live, %,d live or from the history",
                    counts.expected(),
                    counts.delivered(),
                    counts.expected() - counts.lost()));
        }
    }
}
