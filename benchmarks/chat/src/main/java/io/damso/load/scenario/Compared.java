package io.damso.load.scenario;

import io.damso.bench.measure.LatencySummary;
import io.damso.load.run.ProcessLoad;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The subscriptions of one kind in all rounds: the servers' processor time, and how long clients waited. */
final class Compared {

    private static final double MILLIS = 1e3;

    private final List<List<ProcessLoad>> rounds = new ArrayList<>();
    private final List<LatencySummary> latencies = new ArrayList<>();
    private long clients;
    private long reads;

    /** Adds a round. */
    void add(List<ProcessLoad> processes, LatencySummary latency, int ofClients) {
        rounds.add(processes);
        latencies.add(latency);
        clients += ofClients;
    }

    /** Adds reads of the store for a round. */
    void addReads(long ofRound) {
        reads += ofRound;
    }

    /** Returns the number of reads of the store in all rounds. */
    long reads() {
        return reads;
    }

    /** Returns the servers' processor time of one client in milliseconds, the mean over all rounds. */
    double cpuMillis() {
        return rounds.stream().mapToDouble(ProcessLoad::cpuSeconds).sum() * MILLIS / clients;
    }

    /** Returns how much more processor time a client took here than there, in milliseconds, for each round. */
    List<Double> beyond(Compared plain) {
        List<Double> all = new ArrayList<>();
        double ofRound = (double) clients / rounds.size();
        for (int i = 0; i < rounds.size(); i++) {
            all.add((ProcessLoad.cpuSeconds(rounds.get(i)) - ProcessLoad.cpuSeconds(plain.rounds.get(i)))
                    * MILLIS
                    / ofRound);
        }
        return all;
    }

    /** Returns the mean of {@link #beyond} in words, by process. */
    String beyondByProcess(Compared plain) {
        Map<String, Double> more = seconds();
        plain.seconds().forEach((process, seconds) -> more.merge(process, -seconds, Double::sum));
        return more.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%s %.2f", each.getKey(), each.getValue() * MILLIS / clients))
                .collect(Collectors.joining(", "));
    }

    private Map<String, Double> seconds() {
        Map<String, Double> all = new LinkedHashMap<>();
        rounds.forEach(processes ->
                processes.forEach(process -> all.merge(process.name(), process.cpuSeconds(), Double::sum)));
        return all;
    }

    /** Returns the processor time of all rounds together, and the memory at the end of the last one. */
    List<ProcessLoad> processes() {
        Map<String, Double> seconds = seconds();
        return rounds.getLast().stream()
                .map(last -> new ProcessLoad(
                        last.name(),
                        seconds.getOrDefault(last.name(), 0.0),
                        last.residentBefore(),
                        last.residentAfter()))
                .toList();
    }

    /** Returns the mean over the rounds of the median time to the acknowledgement, in milliseconds. */
    double p50() {
        return latencies.stream().mapToDouble(LatencySummary::p50).average().orElse(0);
    }

    /** Returns the mean over the rounds of the 99th percentile, in milliseconds. */
    double p99() {
        return latencies.stream().mapToDouble(LatencySummary::p99).average().orElse(0);
    }
}
