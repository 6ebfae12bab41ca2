package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.load.client.ClientEvents;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peer;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.ProcessLoad;
import io.damso.load.run.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Applies moderate load for a given time, and checks whether memory grows and messages are lost. */
public final class SoakScenario extends ChatScenario {

    private static final Metric WORST = new Metric("worst minute's p99 ms", 2);
    private static final Metric FIRST = new Metric("RSS MB after 1 min", 0);
    private static final Metric LAST = new Metric("RSS MB at the end", 0);
    private static final double MEGABYTE = 1e6;
    private static final int MINUTE = 60;

    /** Creates the scenario. */
    public SoakScenario() {
        super(
                "soak",
                Set.of(),
                Option.number("--minutes", 10, 1, 1_440),
                Option.number("--rooms", 100, 1, 5_000),
                Option.number("--members", 5, 1, 100),
                Option.number("--gateways", 2, 1, 8),
                Option.number("--rate", 200, 1, 100_000));
    }

    @Override
    Trial trial(Arguments arguments) {
        return new Soak(arguments);
    }

    private record Soak(Arguments arguments) implements Trial {

        @Override
        public List<Case> cases() {
            return List.of(new Case(
                    String.format(
                            Locale.ROOT, "%,d rooms x %,d", arguments.number("--rooms"), arguments.number("--members")),
                    arguments.number("--gateways")));
        }

        @Override
        public List<Metric> metrics() {
            return List.of(FixedRate.RATE, FixedRate.DELIVERIES_PER_CPU, FixedRate.P99, WORST, FIRST, LAST);
        }

        @Override
        public Metric drawn() {
            return LAST;
        }

        @Override
        public String settings() {
            return String.format(
                    Locale.ROOT,
                    "%,d minutes, all members send, texts of %,d bytes. p99 is that of the " + "last minute.",
                    arguments.number("--minutes"),
                    arguments.number("--bytes"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            int members = arguments.number("--members");
            LoadPlan plan = new LoadPlan(
                    arguments.number("--rooms"),
                    members,
                    members,
                    arguments.number("--bytes"),
                    arguments.number("--threads"));
            try (LoadClients clients = new LoadClients(peer, plan, progress)) {
                clients.connect(ClientEvents.NONE);
                List<Step> minutes = new ArrayList<>();
                for (int minute = 1; minute <= arguments.number("--minutes"); minute++) {
                    Step step = clients.step(arguments.number("--rate"), 0, MINUTE);
                    minutes.add(step);
                    progress.say(
                            "%s: minute %d, p99 %.2f ms, %s",
                            peer.name(),
                            minute,
                            step.latency().p99(),
                            clients.counts().describe());
                }
                Step last = minutes.getLast();
                Outcome outcome = new Outcome(clients.counts(), last.processes())
                        .with(FixedRate.RATE, last.perSecond())
                        .with(FixedRate.DELIVERIES_PER_CPU, last.deliveriesPerCpuSecond())
                        .with(FixedRate.P99, last.latency().p99())
                        .with(
                                WORST,
                                minutes.stream()
                                        .mapToDouble(step -> step.latency().p99())
                                        .max()
                                        .orElseThrow())
                        .with(FIRST, resident(minutes.getFirst()))
                        .with(LAST, resident(last));
                memory(minutes)
                        .forEach((process, series) -> outcome.remark(
                                "RSS of " + process + " minute by minute, MB: " + String.join(" ", series)));
                return outcome;
            }
        }

        private static double resident(Step step) {
            return step.processes().stream()
                            .mapToLong(ProcessLoad::residentAfter)
                            .sum()
                    / MEGABYTE;
        }

        private static Map<String, List<String>> memory(List<Step> minutes) {
            Map<String, List<String>> series = new LinkedHashMap<>();
            minutes.forEach(step -> step.processes()
                    .forEach(process -> series.computeIfAbsent(process.name(), name -> new ArrayList<>())
                            .add(String.format(Locale.ROOT, "%.0f", process.residentAfter() / MEGABYTE))));
            return series;
        }
    }
}
