package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.load.client.ClientEvents;
import io.damso.load.count.Counts;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Way;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.HeapCollection;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Meter;
import io.damso.load.run.ProcessLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Measures the memory of a client that is connected and subscribed but idle. */
public final class IdleScenario extends ChatScenario {

    private static final Metric CLIENTS = new Metric("clients", 0);
    private static final Metric AS_IS = new Metric("KB per client as it is", 2);
    private static final Metric COLLECTED = new Metric("KB per client after GC", 2);
    private static final Metric BROKER = new Metric("of it in the broker", 2);
    private static final Metric CPU = new Metric("CPU % while idle", 2);
    private static final double KILOBYTE = 1024;
    private static final int WARM_UP_CLIENTS = 500;

    private static final String THROUGH_NGINX = "--through-nginx";

    /** Creates the scenario. */
    public IdleScenario() {
        super(
                "idle",
                Set.of(THROUGH_NGINX),
                Option.number("--clients", 10_000, 100, 25_000),
                Option.number("--rooms", 100, 1, 5_000),
                Option.number("--gateways", 1, 1, 8),
                Option.number("--settle", 10, 1, 600));
    }

    @Override
    Trial trial(Arguments arguments) {
        return new Idle(arguments);
    }

    private record Idle(Arguments arguments) implements Trial {

        @Override
        public List<Case> cases() {
            return List.of(new Case(
                    String.format(Locale.ROOT, "%,d rooms", arguments.number("--rooms")),
                    arguments.number("--gateways")));
        }

        @Override
        public List<Metric> metrics() {
            return List.of(CLIENTS, AS_IS, COLLECTED, BROKER, CPU);
        }

        @Override
        public Way way() {
            return arguments.flag(THROUGH_NGINX) ? Way.NGINX : Way.DIRECT;
        }

        @Override
        public Metric drawn() {
            return COLLECTED;
        }

        @Override
        public String settings() {
            return String.format(
                    Locale.ROOT,
                    "Growth of the resident memory (RSS) of all processes, from a peer whose "
                            + "%d warm-up clients have disconnected to one with all clients connected and subscribed "
                            + "for %d s; 1 KB is 1,024 bytes. \"After GC\": Java processes make a full collection "
                            + "(jcmd GC.run) before each of the two readings; without Java processes both columns have "
                            + "the same meaning. The table of processes is after GC.",
                    WARM_UP_CLIENTS,
                    arguments.number("--settle"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            int rooms = arguments.number("--rooms");
            int threads = arguments.number("--threads");
            try (LoadClients connected =
                    new LoadClients(peer, new LoadPlan(1, WARM_UP_CLIENTS, 0, 64, threads), progress)) {
                connected.connect(ClientEvents.NONE);
            }
            int members = Math.max(1, arguments.number("--clients") / rooms);
            try (LoadClients connected =
                    new LoadClients(peer, new LoadPlan(rooms, members, 0, 64, threads), progress)) {
                settle();
                Meter asIs = new Meter(peer);
                HeapCollection.of(peer);
                Meter collected = new Meter(peer);
                connected.connect(ClientEvents.NONE);
                Meter idle = new Meter(peer);
                settle();
                double cpu = 100 * ProcessLoad.cpuSeconds(idle.read()) / arguments.number("--settle");
                List<ProcessLoad> before = asIs.read();
                HeapCollection.of(peer);
                return outcome(connected.members().size(), before, collected.read())
                        .with(CPU, cpu);
            }
        }

        private void settle() throws InterruptedException {
            TimeUnit.SECONDS.sleep(arguments.number("--settle"));
        }

        private static Outcome outcome(int clients, List<ProcessLoad> asIs, List<ProcessLoad> collected) {
            List<String> each = new ArrayList<>();
            collected.forEach(process ->
                    each.add(String.format(Locale.ROOT, "%s %.2f", process.name(), growth(process) / clients)));
            return new Outcome(Counts.NONE, collected)
                    .with(CLIENTS, clients)
                    .with(AS_IS, asIs.stream().mapToDouble(Idle::growth).sum() / clients)
                    .with(
                            COLLECTED,
                            collected.stream().mapToDouble(Idle::growth).sum() / clients)
                    .with(
                            BROKER,
                            collected.stream()
                                            .filter(process -> process.name().startsWith("rabbitmq"))
                                            .mapToDouble(Idle::growth)
                                            .sum()
                                    / clients)
                    .remark("KB per client after GC: " + String.join(", ", each));
        }

        private static double growth(ProcessLoad process) {
            return (process.residentAfter() - process.residentBefore()) / KILOBYTE;
        }
    }
}
