package io.damso.load.report;

import io.damso.bench.report.Spread;
import io.damso.load.count.Counts;
import io.damso.load.run.ProcessLoad;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All runs of one case on one peer.
 *
 * @param peer name of the peer
 * @param caseName name of the case; empty if the scenario has only one
 * @param outcomes results by run
 * @param failures reasons of failed measurements
 */
public record Row(String peer, String caseName, List<Outcome> outcomes, List<String> failures) {

    /** Returns the values of a metric over all runs; null if no run has it. */
    public @Nullable Spread spread(Metric metric) {
        List<Double> values = outcomes.stream()
                .map(Outcome::values)
                .filter(all -> all.containsKey(metric))
                .map(all -> all.get(metric))
                .toList();
        return values.isEmpty() ? null : Spread.of(values);
    }

    /** Returns the sum of the counts over all runs. */
    Counts counts() {
        return outcomes.stream().map(Outcome::counts).reduce(Counts.NONE, Counts::plus);
    }

    /** Returns the median CPU time of each process, in seconds. */
    Map<String, Double> cpuSeconds() {
        return outcomes.stream()
                .flatMap(outcome -> outcome.processes().stream())
                .collect(Collectors.groupingBy(
                        ProcessLoad::name,
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(
                                Collectors.mapping(ProcessLoad::cpuSeconds, Collectors.toList()),
                                values -> Spread.of(values).median())));
    }

    /** Returns the median resident memory of each process at the end, in bytes. */
    Map<String, Double> resident() {
        return outcomes.stream()
                .flatMap(outcome -> outcome.processes().stream())
                .collect(Collectors.groupingBy(
                        ProcessLoad::name,
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(
                                Collectors.mapping(process -> (double) process.residentAfter(), Collectors.toList()),
                                values -> Spread.of(values).median())));
    }
}
