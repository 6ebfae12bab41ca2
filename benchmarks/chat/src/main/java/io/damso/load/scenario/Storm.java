package io.damso.load.scenario;

import io.damso.bench.measure.LatencySummary;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.options.Arguments;
import io.damso.load.peer.CatchUps;
import io.damso.load.peer.History;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Restartable;
import io.damso.load.peer.ServerProcess;
import io.damso.load.peer.Way;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Meter;
import io.damso.load.run.ProcessLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One of two nodes is killed under load, or both. */
record Storm(Arguments arguments) implements Trial {

    static final String PAST_NGINX = "--past-nginx";
    static final String KILL = "--kill";
    static final String ONE = "one";
    static final String BOTH = "both";

    private static final Metric AWAY = new Metric("clients disconnected", 0);
    private static final Metric RESUMED = new Metric("resumed", 0);
    private static final Metric HALF = new Metric("50 % back after s", 2);
    private static final Metric MOST = new Metric("99 % back after s", 2);
    private static final Metric ALL = new Metric("100 % back after s", 2);
    private static final Metric NOT_BACK = new Metric("not back", 0);
    private static final Metric OTHERS = new Metric("p99 ms of the others meanwhile", 2);
    private static final Metric READS = new Metric("history reads per room and node", 2);
    private static final Metric READY = new Metric("both nodes ready after s", 2);
    private static final Metric MOST_SINCE_KILL = new Metric("99 % back, s since the kill", 2);

    private static final String BOTH_KILLED = ", both nodes killed";
    private static final double MOST_OF_THEM = 0.99;
    /** A start that takes longer fails. */
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    private static final WarmUp WARM_UP = new WarmUp(20, 50, 2);
    private static final long BEFORE = TimeUnit.SECONDS.toNanos(5);
    private static final long AFTER = TimeUnit.SECONDS.toNanos(8);

    @Override
    public List<Case> cases() {
        String clients = String.format(Locale.ROOT, "%,d clients", arguments.number("--clients"));
        return arguments.choices(KILL).stream()
                .map(kill -> new Case(clients + (kill.equals(BOTH) ? BOTH_KILLED : ""), 2))
                .toList();
    }

    private static boolean killsBoth(Case setting) {
        return setting.name().contains(BOTH_KILLED);
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(List.of(AWAY, RESUMED, HALF, MOST, ALL, NOT_BACK, OTHERS, READS));
        if (arguments.choices(KILL).contains(BOTH)) {
            metrics.addAll(List.of(READY, MOST_SINCE_KILL));
        }
        return metrics;
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
        return StormText.settings(arguments, way(), page()) + " " + WARM_UP.text() + ".";
    }

    /**
     * Returns the number of history messages to read: those of a room in the whole measurement with half a minute for the
     * start of nodes, plus 10, limited to one page.
     */
    private int page() {
        int start = arguments.choices(KILL).contains(BOTH) ? 30 : 0;
        long messages = (long) arguments.number("--rate") * (arguments.number("--seconds") + start);
        return (int) Math.min(History.MOST, messages / arguments.number("--rooms") + 10);
    }

    private LoadPlan plan(boolean both) {
        int rooms = arguments.number("--rooms");
        // An even number keeps the first member of each room on the first node.
        int members = Math.max(2, arguments.number("--clients") / rooms / 2 * 2);
        LoadPlan plan = new LoadPlan(rooms, members, 1, arguments.number("--bytes"), arguments.number("--threads"))
                .with(LoadPlan.Behaviour.RESUME);
        return both ? plan.with(LoadPlan.Behaviour.CONFIRM) : plan;
    }

    @Override
    public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
        boolean both = killsBoth(setting);
        if (both && !(peer instanceof Restartable)) {
            throw new BenchmarkException("The nodes of the peer " + peer.name() + " are not started again");
        }
        WARM_UP.run(peer, plan(both), progress);
        try (LoadClients clients = new LoadClients(peer, plan(both), progress);
                Reconnector returns =
                        new Reconnector(clients, peer.endpoints(), peer instanceof History h ? h : null, page())) {
            clients.connect(returns);
            returns.watch();
            long start = System.nanoTime();
            long seconds = TimeUnit.SECONDS.toNanos(arguments.number("--seconds"));
            AtomicLong end = new AtomicLong(start + (both ? LONGEST : seconds));
            CompletableFuture<Long> sending = clients.send(arguments.number("--rate"), start, end::get);
            TimeUnit.NANOSECONDS.sleep(BEFORE);
            // Restarted nodes count from 0.
            Map<String, Long> reads = both ? Map.of() : reads(peer);
            Meter meter = new Meter(peer);
            long killed = System.nanoTime();
            clients.eventLoops().time(killed, end.get());
            kill(peer, both);
            long since = both && peer instanceof Restartable stopped ? stopped.startAgain() : killed;
            end.set(since + seconds - BEFORE);
            await(returns, clients, end.get() - AFTER, progress, peer);
            sending.join();
            clients.drain();
            returns.finish();
            clients.eventLoops().settle();
            List<ProcessLoad> processes = meter.read();
            double own = meter.ownCpuSeconds();
            Outcome outcome = both && peer instanceof History history
                    ? new StormCounts(clients, returns).ofKept(history, processes)
                    : new StormCounts(clients, returns).ofSent(processes);
            times(outcome, returns, killed, since, both);
            if (!both) {
                outcome.with(
                        OTHERS,
                        LatencySummary.of(clients.eventLoops().latencies()).p99());
            }
            if (peer instanceof CatchUps) {
                outcome.with(RESUMED, returns.resumed()).with(READS, readsPerRoom(reads, reads(peer)));
            }
            return outcome.remark(
                    String.format(Locale.ROOT, "processor time of the load client in the window: %.2f s", own));
        }
    }

    private static Map<String, Long> reads(Peer peer) throws InterruptedException {
        return peer instanceof CatchUps counting ? counting.catchUpReads() : Map.of();
    }

    /** Returns the mean of the reads of a room since then, on the node with the most of them. */
    private double readsPerRoom(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                        .mapToLong(node -> node.getValue() - before.getOrDefault(node.getKey(), 0L))
                        .max()
                        .orElse(0)
                / (double) arguments.number("--rooms");
    }

    private static void kill(Peer peer, boolean both) {
        List<String> names = peer.processes().stream().map(ServerProcess::name).toList();
        String second = names.stream()
                .filter(name -> name.endsWith("-2"))
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("The peer " + peer.name() + " has no second node"));
        String prefix = second.substring(0, second.length() - 1);
        try {
            names.stream()
                    .filter(name -> both ? name.startsWith(prefix) : name.equals(second))
                    .forEach(peer::kill);
        } catch (UnsupportedOperationException e) {
            throw new BenchmarkException("The peer " + peer.name() + " has one process only", e);
        }
    }

    /** Waits until all are back. The latency of the other clients is measured until most are. */
    private static void await(Reconnector returns, LoadClients clients, long end, Progress progress, Peer peer)
            throws InterruptedException {
        boolean timing = true;
        long said = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(500);
        while (returns.away() > 0 && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(20);
            if (timing && returns.areBack(MOST_OF_THEM)) {
                timing = false;
                clients.eventLoops().timeUntil(System.nanoTime());
            }
            if (System.nanoTime() - said > TimeUnit.SECONDS.toNanos(2)) {
                said = System.nanoTime();
                progress.say(
                        "%s: %,d away, %,d back",
                        peer.name(), returns.away(), returns.back().size());
            }
        }
        if (timing) {
            clients.eventLoops().timeUntil(System.nanoTime());
        }
    }

    private static void times(Outcome outcome, Reconnector returns, long killed, long since, boolean both) {
        List<Long> back = returns.back();
        int disconnected = back.size() + returns.away();
        Reconnections home = new Reconnections(disconnected, back, since);
        outcome.with(AWAY, disconnected).with(NOT_BACK, returns.away());
        home.seconds(0.5).ifPresent(seconds -> outcome.with(HALF, seconds));
        home.seconds(MOST_OF_THEM).ifPresent(seconds -> outcome.with(MOST, seconds));
        home.seconds(1).ifPresent(seconds -> outcome.with(ALL, seconds));
        if (both) {
            outcome.with(READY, (since - killed) / 1e9);
            new Reconnections(disconnected, back, killed)
                    .seconds(MOST_OF_THEM)
                    .ifPresent(seconds -> outcome.with(MOST_SINCE_KILL, seconds));
        }
    }
}
