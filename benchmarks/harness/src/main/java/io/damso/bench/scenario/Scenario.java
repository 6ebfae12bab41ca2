package io.damso.bench.scenario;

import java.util.List;

/**
 * One benchmark, found by {@link java.util.ServiceLoader}. It prints its progress to standard error and its result to
 * standard output.
 */
public interface Scenario {

    /** Returns the name for the command line. */
    String name();

    /**
     * Runs the benchmark. Blocks until it has ended.
     *
     * @param options arguments after the name of the benchmark
     * @throws InvalidOptionException if an option is missing, unknown or unusable; nothing was started
     * @throws BenchmarkException if it failed; everything that it started has ended
     */
    void run(List<String> options, Installation installation);
}
