package io.damso.reliability;

import io.damso.bench.file.FileTree;
import io.damso.bench.file.JsonFile;
import io.damso.bench.process.RunDirectory;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.scenario.Installation;
import io.damso.bench.scenario.InvalidOptionException;
import io.damso.reliability.check.Verdict;
import io.damso.reliability.check.Violation;
import io.damso.reliability.cluster.ChaosException;
import io.damso.reliability.cluster.ClusterSize;
import io.damso.reliability.cluster.DamsoCluster;
import io.damso.reliability.report.Result;
import io.damso.reliability.report.ResultTable;
import io.damso.reliability.scenario.Load;
import io.damso.reliability.scenario.Scenario;
import io.damso.reliability.scenario.ScenarioRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs scenarios on clusters of its own, one after the other, and prints the ledger of each. */
public final class Chaos {

    private static final int EXIT_BROKEN = 1;
    private static final int EXIT_INVALID_OPTION = 2;
    private static final long PERIOD_MILLIS = 1_000;
    private static final int MOST_SHOWN = 10;

    private static final String HISTORIES = "histories";

    /** Histories of earlier runs that are kept. */
    private static final int MOST_HISTORIES = 60;

    /** Clusters of earlier runs whose logs are kept. */
    private static final int MOST_CLUSTERS = 3;

    private static final String MANY = "100000";

    /** All clients have one address, and all come back at once. A start takes long while everything else starts, too. */
    private static final Map<String, String> SETTINGS = Map.of(
            "DAMSO_GATEWAY_LIMITS_HANDSHAKES_PERSECOND", MANY,
            "DAMSO_GATEWAY_LIMITS_HANDSHAKES_BURST", MANY,
            "DAMSO_GATEWAY_LIMITS_HANDSHAKES_ADDRESSPERSECOND", MANY,
            "DAMSO_GATEWAY_LIMITS_HANDSHAKES_ADDRESSBURST", MANY,
            "DAMSO_GATEWAY_LIMITS_SESSIONS_PERADDRESS", MANY,
            "DAMSO_PERSISTENCE_LIMITS_USERBURST", MANY,
            "DAMSO_PERSISTENCE_LIMITS_ADDRESSBURST", MANY,
            "DAMSO_PERSISTENCE_LIMITS_NEWROOMSBURST", MANY,
            "DAMSO_START_TIMEOUT", "240");

    private final ChaosOptions options;
    private final Installation installation;
    private final Progress progress = new Progress(System.err);
    private final List<Result> results = new ArrayList<>();

    private Chaos(ChaosOptions options, Installation installation) {
        this.options = options;
        this.installation = installation;
    }

    /**
     * Runs scenarios and exits. Exit codes: 2 for an unusable option, 1 if something is broken or could not be run.
     *
     * @param args names of scenarios, and options
     */
    public static void main(String... args) {
        System.exit(run(List.of(args)));
    }

    static int run(List<String> args) {
        try {
            ChaosOptions options = ChaosOptions.parse(args);
            Installation installation = Installation.fromSystemProperties();
            if (options.docs()) {
                ResultTable.section(installation.home()).check();
            }
            return new Chaos(options, installation).run() ? 0 : EXIT_BROKEN;
        } catch (InvalidOptionException e) {
            System.err.println("chaos: " + e.getMessage());
            return EXIT_INVALID_OPTION;
        } catch (BenchmarkException | ChaosException | IOException e) {
            System.err.println("chaos: " + e.getMessage());
            return EXIT_BROKEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EXIT_BROKEN;
        }
    }

    private boolean run() throws IOException, InterruptedException {
        Path histories = Files.createDirectories(installation.work().resolve(HISTORIES));
        forgetOldest(histories, ".jsonl", MOST_HISTORIES);
        forgetOldest(installation.work(), "", MOST_CLUSTERS);
        Map<ClusterSize, List<Scenario>> bySize = options.scenarios().stream()
                .collect(Collectors.groupingBy(Scenario::needs, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<ClusterSize, List<Scenario>> group : bySize.entrySet()) {
            runOnCluster(group.getKey(), group.getValue(), histories);
        }
        report();
        return results.stream().allMatch(Result::isGood);
    }

    /** Deletes all but the newest entries of a directory. */
    private static void forgetOldest(Path directory, String suffix, int most) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> oldest = entries.filter(
                            entry -> entry.getFileName().toString().endsWith(suffix))
                    .filter(entry -> !entry.endsWith(HISTORIES))
                    .sorted(Comparator.comparingLong(
                                    (Path entry) -> entry.toFile().lastModified())
                            .reversed())
                    .skip(most)
                    .toList();
            for (Path entry : oldest) {
                FileTree.delete(entry);
            }
        }
    }

    private void runOnCluster(ClusterSize size, List<Scenario> scenarios, Path histories) throws InterruptedException {
        List<String> up =
                new ArrayList<>(List.of(installation.home().resolve("damso").toString(), "up"));
        up.addAll(size.options());
        progress.say("Starting a cluster: %s", size);
        try (RunDirectory directory = RunDirectory.create(installation.work(), "cluster")) {
            directory.run(SETTINGS, up);
            DamsoCluster cluster =
                    new DamsoCluster(installation.home(), directory.path(), directory.port(0), SETTINGS, size);
            for (Scenario scenario : scenarios) {
                Result result = run(scenario, cluster, histories);
                results.add(result);
                if (options.docs()) {
                    // At once: a run of all takes half an hour, and may be cut.
                    new ResultTable(List.of(result))
                            .write(ResultTable.section(installation.home()), ChaosOptions.NAMES);
                }
            }
        } catch (BenchmarkException e) {
            scenarios.stream()
                    .filter(scenario -> results.stream()
                            .noneMatch(result -> result.scenario().equals(scenario.name())))
                    .forEach(scenario -> results.add(failed(scenario, histories, e)));
        }
    }

    private Result run(Scenario scenario, DamsoCluster cluster, Path histories) throws InterruptedException {
        Path file = histories.resolve(System.currentTimeMillis() + "-" + scenario.name() + ".jsonl");
        progress.say("%s: %s", scenario.name(), scenario.summary());
        try {
            ScenarioRun run = new ScenarioRun(
                    cluster, new Load(options.clients(), PERIOD_MILLIS), line -> progress.say("  %s", line));
            Verdict verdict = run.run(scenario, file);
            progress.say("%s", verdict);
            verdict.violations().stream()
                    .limit(MOST_SHOWN)
                    .map(Violation::toString)
                    .forEach(text -> progress.say("  BROKEN %s", text));
            progress.say("  history: %s", file);
            return new Result(scenario.name(), scenario.summary(), verdict, null, file);
        } catch (ChaosException e) {
            Result failed = failed(scenario, file, e);
            mend(cluster);
            return failed;
        }
    }

    /** What a scenario left broken must not break the next one. */
    private void mend(DamsoCluster cluster) throws InterruptedException {
        try {
            cluster.damso("up");
        } catch (ChaosException e) {
            progress.say("The cluster cannot be mended: %s", e);
        }
    }

    private Result failed(Scenario scenario, Path file, RuntimeException failure) {
        progress.say("%s could not be run: %s", scenario.name(), failure);
        return new Result(scenario.name(), scenario.summary(), null, String.valueOf(failure.getMessage()), file);
    }

    private void report() {
        ResultTable table = new ResultTable(results);
        System.out.println(table);
        Path json = options.json();
        if (json != null) {
            JsonFile.write(results, json);
        }
    }
}
