package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.load.client.ClientEvents;
import io.damso.load.count.Counts;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peer;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.Crowd;
import io.damso.load.run.CrowdPlan;
import io.damso.load.run.HeapCollection;
import io.damso.load.run.Meter;
import io.damso.load.run.ProcessLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How much memory a client takes that is connected and subscribed and says nothing. */
public final class IdleScenario extends ChatScenario {

    private static final Metric CLIENTS = new Metric("clients", 0);
    private static final Metric AS_IS = new Metric("KB per client as it is", 2);
    private static final Metric COLLECTED = new Metric("KB per client after GC", 2);
    private static final Metric BROKER = new Metric("of it in the broker", 2);
    private static final Metric CPU = new Metric("CPU % while idle", 2);
    private static final double KILOBYTE = 1024;
    private static final int WARM_UP_CLIENTS = 500;

    /** Creates it. */
    public IdleScenario() {
        super("idle", Set.of(),
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
            return List.of(new Case(String.format(Locale.ROOT, "%,d rooms", arguments.number("--rooms")),
                    arguments.number("--gateways")));
        }

        @Override
        public List<Metric> metrics() {
            return List.of(CLIENTS, AS_IS, COLLECTED, BROKER, CPU);
        }

        @Override
        public Metric drawn() {
            return COLLECTED;
        }

        @Override
        public String settings() {
            return String.format(Locale.ROOT, "Growth of the resident memory (RSS) of all processes between a peer "
                            + "that %d clients have used and left, and one with all clients connected and subscribed "
                            + "for %d s; 1 KB is 1,024 bytes. \"After GC\": Java processes have made a full collection "
                            + "(jcmd GC.run) before either reading; where there is none both columns are the same "
                            + "kind of number. The table of processes is after GC.", WARM_UP_CLIENTS,
                    arguments.number("--settle"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            int rooms = arguments.number("--rooms");
            int threads = arguments.number("--threads");
            try (Crowd crowd = new Crowd(peer, new CrowdPlan(1, WARM_UP_CLIENTS, 0, 64, threads), progress)) {
                crowd.gather(ClientEvents.NONE);
            }
            int members = Math.max(1, arguments.number("--clients") / rooms);
            try (Crowd crowd = new Crowd(peer, new CrowdPlan(rooms, members, 0, 64, threads), progress)) {
                settle();
                Meter asIs = new Meter(peer);
                HeapCollection.of(peer);
                Meter collected = new Meter(peer);
                crowd.gather(ClientEvents.NONE);
                Meter idle = new Meter(peer);
                settle();
                double cpu = 100 * ProcessLoad.cpuSeconds(idle.read()) / arguments.number("--settle");
                List<ProcessLoad> before = asIs.read();
                HeapCollection.of(peer);
                return outcome(crowd.members().size(), before, collected.read()).with(CPU, cpu);
            }
        }

        private void settle() throws InterruptedException {
            TimeUnit.SECONDS.sleep(arguments.number("--settle"));
        }

        private static Outcome outcome(int clients, List<ProcessLoad> asIs, List<ProcessLoad> collected) {
            List<String> each = new ArrayList<>();
            collected.forEach(process -> each.add(String.format(Locale.ROOT, "%s %.2f", process.name(),
                    growth(process) / clients)));
            return new Outcome(Counts.NONE, collected)
                    .with(CLIENTS, clients)
                    .with(AS_IS, asIs.stream().mapToDouble(Idle::growth).sum() / clients)
                    .with(COLLECTED, collected.stream().mapToDouble(Idle::growth).sum() / clients)
                    .with(BROKER, collected.stream().filter(process -> process.name().startsWith("rabbitmq"))
                            .mapToDouble(Idle::growth).sum() / clients)
                    .remark("KB per client after GC: " + String.join(", ", each));
        }

        private static double growth(ProcessLoad process) {
            return (process.residentAfter() - process.residentBefore()) / KILOBYTE;
        }
    }
}
