package io.damso.load.scenario;

import io.damso.bench.measure.Machine;
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
import io.damso.load.run.Meter;
import io.damso.load.run.ProcessLoad;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How much it costs to let a client in: handshake, CONNECT and a SUBSCRIBE with receipt. */
public final class ConnectScenario extends ChatScenario {

    private static final Metric RATE = new Metric("clients/s", 0);
    private static final Metric PER_CPU = new Metric("clients per CPU-s", 0);
    private static final Metric OWN = new Metric("clients per load client's CPU-s", 0);

    /** Creates it. */
    public ConnectScenario() {
        super("connect", Set.of(),
                Option.number("--clients", 5_000, 100, 25_000),
                Option.number("--rooms", 100, 1, 5_000),
                Option.number("--gateways", 1, 1, 8));
    }

    @Override
    Trial trial(Arguments arguments) {
        return new Connect(arguments);
    }

    private record Connect(Arguments arguments) implements Trial {

        @Override
        public List<Case> cases() {
            return List.of(new Case(String.format(Locale.ROOT, "%,d clients", arguments.number("--clients")),
                    arguments.number("--gateways")));
        }

        @Override
        public List<Metric> metrics() {
            return List.of(RATE, PER_CPU, Talk.P50, Talk.P99, Talk.MAX, OWN, Talk.LOAD);
        }

        @Override
        public Metric drawn() {
            return PER_CPU;
        }

        @Override
        public String settings() {
            return String.format(Locale.ROOT, "Clients in %,d rooms, 100 connecting at a time; each counts when its "
                            + "SUBSCRIBE is confirmed (NATS: PONG to a PING after SUB). As many, in other rooms, who "
                            + "leave again, warm up.", arguments.number("--rooms"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            int clients = arguments.number("--clients");
            int rooms = Math.min(arguments.number("--rooms"), clients);
            int threads = arguments.number("--threads");
            gatherOnce(peer, new CrowdPlan(rooms, clients / rooms, 0, 64, threads), progress);
            try (Crowd crowd = new Crowd(peer, new CrowdPlan(rooms, clients / rooms, 0, 64, threads), progress)) {
                Meter meter = new Meter(peer);
                long begin = System.nanoTime();
                crowd.gather(ClientEvents.NONE);
                double seconds = (System.nanoTime() - begin) / 1e9;
                List<ProcessLoad> processes = meter.read();
                int count = crowd.members().size();
                Outcome outcome = new Outcome(Counts.NONE, processes);
                if (crowd.retries() > 0) {
                    outcome.remark(crowd.retries() + " times no answer for 5 s, connected anew");
                }
                return outcome
                        .with(RATE, count / seconds)
                        .with(PER_CPU, count / Math.max(0.01, ProcessLoad.cpuSeconds(processes)))
                        .with(Talk.P50, crowd.gatheringLatency().p50())
                        .with(Talk.P99, crowd.gatheringLatency().p99())
                        .with(Talk.MAX, crowd.gatheringLatency().max())
                        .with(OWN, count / Math.max(0.01, meter.ownCpuSeconds()))
                        .with(Talk.LOAD, Machine.load());
            }
        }

        private static void gatherOnce(Peer peer, CrowdPlan plan, Progress progress) throws InterruptedException {
            try (Crowd crowd = new Crowd(peer, plan, progress)) {
                crowd.gather(ClientEvents.NONE);
            }
        }
    }
}
