package io.damso.load.scenario;

import io.damso.bench.measure.LatencySummary;
import io.damso.bench.measure.Machine;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.client.ClientEvents;
import io.damso.load.count.Counts;
import io.damso.load.options.Arguments;
import io.damso.load.peer.CatchUps;
import io.damso.load.peer.Peer;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Member;
import io.damso.load.run.Meter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Pairs of rounds with the same number of clients and of sent messages, which differ only in the SUBSCRIBEs whose cost is
 * measured.
 *
 * @param settle pause before and at the end of each measurement, so that it contains what goes on in the background for
 *     its own clients, and nothing of the messages before it
 */
record ResumeTrial(Arguments arguments, Duration settle) implements Trial {

    private static final Metric CPU = new Metric("CPU ms a client", 2);
    private static final Metric PLAIN_CPU = new Metric("plain: CPU ms a client", 2);
    private static final Metric DIFFERENCE = new Metric("difference", 2);
    private static final Metric PLAIN_P50 = new Metric("plain: p50 ms", 1);
    private static final Metric PLAIN_P99 = new Metric("plain: p99 ms", 1);

    /** Only of peers that count them. */
    static final Metric READS = new Metric("history reads per room", 2);

    private static final Case SAME = new Case("resume, same node", 2);
    private static final Case OTHER = new Case("resume, other node", 2);
    private static final Case FIRST = new Case("first SUBSCRIBE", 2);

    /** Messages of each room that the clients receive before they disconnect. */
    private static final int HEARD = 5;

    /** Rounds before the measured ones, in which the JVMs of the servers compile what they run. */
    private static final int WARM_UP = 2;

    private static final int TEXT = 64;
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(100);

    @Override
    public List<Case> cases() {
        return List.of(SAME, OTHER, FIRST);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                CPU, PLAIN_CPU, DIFFERENCE, FixedRate.P50, FixedRate.P99, PLAIN_P50, PLAIN_P99, READS, FixedRate.LOAD);
    }

    @Override
    public Metric drawn() {
        return DIFFERENCE;
    }

    @Override
    public String settings() {
        return String.format(
                Locale.ROOT,
                "%,d clients in %,d rooms on the first of two nodes receive messages of %,d bytes and disconnect; %,d "
                        + "messages are sent to each room; then all clients connect again, 100 at a time, and resume by "
                        + "position, on the same node (which has the messages in memory) or on the other one (which has "
                        + "to read them). \"Plain\": the same in other rooms, but the clients SUBSCRIBE without a "
                        + "position and miss the messages. CPU is that of all server processes from the first "
                        + "connection until %.1f s after the last RECEIPT; p50 and p99 are the times from the connection "
                        + "to RECEIPT, which follows what was missed. \"First SUBSCRIBE\": one client in each of %,d "
                        + "rooms that the node does not have yet; \"plain\" is then the second client of each room. Means "
                        + "of %,d rounds after %d rounds of warm-up. \"Lost\", \"doubled\" and \"out of order\" include "
                        + "what was replayed, in all rounds with a position. \"History reads\": queries of the gateways "
                        + "for missed messages, of each room and round.",
                arguments.number("--clients"),
                arguments.number("--rooms"),
                arguments.number("--bytes"),
                arguments.number("--missed"),
                settle.toMillis() / 1e3,
                arguments.number("--clients"),
                arguments.number("--rounds"),
                WARM_UP);
    }

    @Override
    public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
        boolean other = setting.equals(OTHER);
        Stage stage =
                new Stage(peer, other ? peer.nodes().getLast() : peer.nodes().getFirst(), progress);
        Compared warmUp = new Compared();
        Compared plain = new Compared();
        Compared measured = new Compared();
        Counts counts = Counts.NONE;
        int rounds = arguments.number("--rounds");
        for (int round = 1 - WARM_UP; round <= rounds; round++) {
            boolean warm = round > 0;
            counts = counts.plus(
                    setting.equals(FIRST)
                            ? firstAndSecond(stage, warm ? measured : warmUp, warm ? plain : warmUp)
                            : comeBack(stage, warm ? measured : warmUp, warm ? plain : warmUp));
            progress.say("%s: %s", setting.name(), warm ? "round " + round + " of " + rounds : "warm-up");
        }
        Outcome outcome = outcome(counts, measured, plain);
        if (peer instanceof CatchUps) {
            int rooms = arguments.number(setting.equals(FIRST) ? "--clients" : "--rooms");
            outcome.with(READS, (double) measured.reads() / rooms / rounds);
        }
        return outcome;
    }

    private static Outcome outcome(Counts counts, Compared measured, Compared plain) {
        String byRound = measured.beyond(plain).stream()
                .map(millis -> String.format(Locale.ROOT, "%.2f", millis))
                .collect(Collectors.joining(", "));
        return new Outcome(counts, measured.processes())
                .with(CPU, measured.cpuMillis())
                .with(PLAIN_CPU, plain.cpuMillis())
                .with(DIFFERENCE, measured.cpuMillis() - plain.cpuMillis())
                .with(FixedRate.P50, measured.p50())
                .with(FixedRate.P99, measured.p99())
                .with(PLAIN_P50, plain.p50())
                .with(PLAIN_P99, plain.p99())
                .with(FixedRate.LOAD, Machine.load())
                .remark("difference by round, ms: " + byRound + "; by process: " + measured.beyondByProcess(plain));
    }

    /** What stays the same during a case. */
    private record Stage(Peer peer, URI target, Progress progress) {}

    /** Clients come back without a position, and then others with one. */
    private Counts comeBack(Stage stage, Compared resumed, Compared plain) throws InterruptedException {
        comeBack(stage, false, plain);
        return comeBack(stage, true, resumed);
    }

    /**
     * Clients receive messages, are away while others are sent, and come back.
     *
     * @param resuming whether with their position
     * @param measured receives the cost of coming back
     * @return counts of all messages with the position; none without
     */
    private Counts comeBack(Stage stage, boolean resuming, Compared measured) throws InterruptedException {
        int rooms = arguments.number("--rooms");
        // The first member of each room sends, and stays.
        int members = arguments.number("--clients") / rooms + 1;
        LoadPlan plan = new LoadPlan(rooms, members, 1, arguments.number("--bytes"), arguments.number("--threads"))
                .with(LoadPlan.Behaviour.FIRST_NODE)
                .with(LoadPlan.Behaviour.RESUME);
        try (LoadClients clients = new LoadClients(stage.peer(), plan, stage.progress())) {
            Set<Member> leaving = members(clients, number -> number % members > 0);
            clients.connect(ClientEvents.NONE);
            send(clients, HEARD);
            clients.drain();
            leaving.forEach(member -> member.client().close());
            send(clients, arguments.number("--missed"));
            clients.drain(member -> !leaving.contains(member));
            measure(stage, clients, leaving, resuming, measured);
            if (!resuming) {
                return Counts.NONE;
            }
            leaving.forEach(ResumeTrial::check);
            clients.drain();
            return clients.counts();
        }
    }

    private static void check(Member member) {
        if (!member.client().resumed()) {
            throw new BenchmarkException("The subscription of " + member.user() + " was not resumed: "
                    + member.client().resumeFailure());
        }
    }

    /** Sends a number of messages to each room. */
    private void send(LoadClients clients, int messages) {
        int rate = arguments.number("--rate");
        int all = messages * arguments.number("--rooms");
        long before = clients.participants().sent();
        long start = System.nanoTime() + SOON;
        // Half an interval less, so that rounding adds no message.
        clients.send(rate, start, start + (long) ((all - 0.5) * 1e9 / rate)).join();
        if (clients.participants().sent() - before != all) {
            throw new BenchmarkException("Not all messages could be sent: a sender has lost its connection");
        }
    }

    /** The first client of each room subscribes, and then the second one. */
    private Counts firstAndSecond(Stage stage, Compared first, Compared second) throws InterruptedException {
        LoadPlan plan = new LoadPlan(arguments.number("--clients"), 2, 0, TEXT, arguments.number("--threads"))
                .with(LoadPlan.Behaviour.FIRST_NODE);
        try (LoadClients clients = new LoadClients(stage.peer(), plan, stage.progress())) {
            measure(stage, clients, members(clients, number -> number % 2 == 0), false, first);
            measure(stage, clients, members(clients, number -> number % 2 == 1), false, second);
            return Counts.NONE;
        }
    }

    private static Set<Member> members(LoadClients clients, IntPredicate wanted) {
        return IntStream.range(0, clients.members().size())
                .filter(wanted)
                .mapToObj(clients.members()::get)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void measure(Stage stage, LoadClients clients, Set<Member> some, boolean resuming, Compared measured)
            throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(settle.toMillis());
        long reads = reads(stage.peer());
        Meter meter = new Meter(stage.peer());
        LatencySummary latency = clients.connect(List.copyOf(some), stage.target(), resuming);
        TimeUnit.MILLISECONDS.sleep(settle.toMillis());
        measured.add(meter.read(), latency, some.size());
        measured.addReads(reads(stage.peer()) - reads);
    }

    /** Returns the number of reads of all nodes; 0 if the peer does not count them. */
    private static long reads(Peer peer) throws InterruptedException {
        return peer instanceof CatchUps counting
                ? counting.catchUpReads().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                : 0;
    }
}
