package io.damso.load.scenario;

import io.damso.bench.measure.Machine;
import io.damso.bench.report.Progress;
import io.damso.load.client.ClientEvents;
import io.damso.load.count.Counts;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Way;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Meter;
import io.damso.load.run.ProcessLoad;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Measures the cost of accepting a client: handshake, CONNECT and a SUBSCRIBE with receipt. */
public final class ConnectScenario extends ChatScenario {

    private static final Metric RATE = new Metric("clients/s", 0);
    private static final Metric PER_CPU = new Metric("clients per CPU-s", 0);
    private static final Metric OWN = new Metric("clients per load client's CPU-s", 0);

    private static final String THROUGH_NGINX = "--through-nginx";

    /** Creates the scenario. */
    public ConnectScenario() {
        super(
                "connect",
                Set.of(THROUGH_NGINX),
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
            return List.of(new Case(
                    String.format(Locale.ROOT, "%,d clients", arguments.number("--clients")),
                    arguments.number("--gateways")));
        }

        @Override
        public List<Metric> metrics() {
            return List.of(RATE, PER_CPU, FixedRate.P50, FixedRate.P99, FixedRate.MAX, OWN, FixedRate.LOAD);
        }

        @Override
        public Way way() {
            return arguments.flag(THROUGH_NGINX) ? Way.NGINX : Way.DIRECT;
        }

        @Override
        public Metric drawn() {
            return PER_CPU;
        }

        @Override
        public String settings() {
            return String.format(
                    Locale.ROOT,
                    "Clients in %,d rooms, 100 connecting at a time. A client counts when its "
                            + "SUBSCRIBE is confirmed (NATS: PONG to a PING after SUB). As a warm-up, as many clients "
                            + "in other rooms connect and disconnect.",
                    arguments.number("--rooms"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            int clients = arguments.number("--clients");
            int rooms = Math.min(arguments.number("--rooms"), clients);
            int threads = arguments.number("--threads");
            gatherOnce(peer, new LoadPlan(rooms, clients / rooms, 0, 64, threads), progress);
            try (LoadClients connected =
                    new LoadClients(peer, new LoadPlan(rooms, clients / rooms, 0, 64, threads), progress)) {
                Meter meter = new Meter(peer);
                long begin = System.nanoTime();
                connected.connect(ClientEvents.NONE);
                double seconds = (System.nanoTime() - begin) / 1e9;
                List<ProcessLoad> processes = meter.read();
                int count = connected.members().size();
                Outcome outcome = new Outcome(Counts.NONE, processes);
                if (connected.retries() > 0) {
                    outcome.remark(connected.retries() + " times no answer for 5 s, connected anew");
                }
                return outcome.with(RATE, count / seconds)
                        .with(PER_CPU, count / Math.max(0.01, ProcessLoad.cpuSeconds(processes)))
                        .with(FixedRate.P50, connected.connectLatency().p50())
                        .with(FixedRate.P99, connected.connectLatency().p99())
                        .with(FixedRate.MAX, connected.connectLatency().max())
                        .with(OWN, count / Math.max(0.01, meter.ownCpuSeconds()))
                        .with(FixedRate.LOAD, Machine.load());
            }
        }

        private static void gatherOnce(Peer peer, LoadPlan plan, Progress progress) throws InterruptedException {
            try (LoadClients connected = new LoadClients(peer, plan, progress)) {
                connected.connect(ClientEvents.NONE);
            }
        }
    }
}
