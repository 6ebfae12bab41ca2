package io.damso.bench.scenario;

import java.util.List;

/**
 * One benchmark, found by {@link java.util.ServiceLoader}. It writes its progress to standard error and its result to
 * standard output.
 */
public interface Scenario {

    /** Returns the name that the command line takes. */
    String name();

    /**
     * Runs it to the end.
     *
     * @param options what follows the benchmark's name on the command line
     * @throws InvalidOptionException if an option is missing, unknown or unusable; nothing has been started then
     * @throws BenchmarkException if it could not be run; what it had started has ended
     */
    void run(List<String> options, Installation installation);
}
