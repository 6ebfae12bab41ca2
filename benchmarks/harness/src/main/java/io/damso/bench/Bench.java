package io.damso.bench;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.scenario.Installation;
import io.damso.bench.scenario.InvalidOptionException;
import io.damso.bench.scenario.Scenario;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Runs one benchmark by its name: a {@link Scenario} found by {@link ServiceLoader}. */
public final class Bench {

    static final int EXIT_FAILED = 1;
    static final int EXIT_INVALID_OPTION = 2;

    private Bench() {}

    /**
     * Runs a benchmark and exits. Exit codes: 2 for an unusable option, 1 if a measurement failed.
     *
     * @param args name of the benchmark and its options
     */
    public static void main(String... args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        try {
            TreeMap<String, Scenario> scenarios = new TreeMap<>();
            ServiceLoader.load(Scenario.class).forEach(scenario -> scenarios.put(scenario.name(), scenario));
            Scenario scenario = args.length == 0 ? null : scenarios.get(args[0]);
            if (scenario == null) {
                String given = args.length == 0 ? "No benchmark given" : "No benchmark '" + args[0] + "'";
                throw new InvalidOptionException(given + "; there is: " + String.join(", ", scenarios.keySet()));
            }
            scenario.run(Arrays.asList(args).subList(1, args.length), Installation.fromSystemProperties());
            return 0;
        } catch (InvalidOptionException e) {
            System.err.println("bench: " + e.getMessage());
            return EXIT_INVALID_OPTION;
        } catch (BenchmarkException e) {
            System.err.println("bench: " + e.getMessage());
            return EXIT_FAILED;
        }
    }
}
