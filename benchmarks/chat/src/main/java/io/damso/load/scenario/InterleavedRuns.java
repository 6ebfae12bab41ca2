package io.damso.load.scenario;

import io.damso.bench.measure.Machine;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.peer.Peer;
import io.damso.load.peer.PeerFactory;
import io.damso.load.peer.PeerOptions;
import io.damso.load.peer.Way;
import io.damso.load.report.ChatReport;
import io.damso.load.report.Outcome;
import io.damso.load.report.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs all peers in turn, so that a temporary disturbance of the machine affects all of them. */
final class InterleavedRuns {

    private final String scenario;
    private final Trial trial;
    private final Path work;
    private final int runs;
    private final Map<List<String>, Row> rows = new LinkedHashMap<>();
    private final Progress progress = new Progress(System.err);

    InterleavedRuns(String scenario, Trial trial, Path work, int runs) {
        this.scenario = scenario;
        this.trial = trial;
        this.work = work;
        this.runs = runs;
    }

    ChatReport run(List<PeerFactory> peers) {
        Machine machine = Machine.look(directory());
        progress.say("%s", machine.describe());
        try {
            for (int run = 1; run <= runs; run++) {
                for (PeerFactory peer : peers) {
                    progress.say("%s, run %d of %d: %s", scenario, run, runs, peer.name());
                    runCases(peer);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("Interrupted", e);
        }
        return new ChatReport(
                scenario, machine, Machine.load(), runs, trial.settings(), trial.metrics(), List.copyOf(rows.values()));
    }

    private Path directory() {
        try {
            return Files.createDirectories(work);
        } catch (IOException e) {
            throw new BenchmarkException("Cannot create " + work + ": " + e, e);
        }
    }

    private void runCases(PeerFactory factory) throws InterruptedException {
        Way way = factory.way(trial.way());
        // If all clients connect directly, the name of the case needs no way.
        List<Case> left = new ArrayList<>(
                trial.way() == Way.DIRECT
                        ? trial.cases()
                        : trial.cases().stream().map(setting -> setting.by(way)).toList());
        while (!left.isEmpty()) {
            int nodes = left.getFirst().nodes();
            List<Case> together = trial.freshPeer()
                    ? List.of(left.getFirst())
                    : left.stream().filter(setting -> setting.nodes() == nodes).toList();
            left.removeAll(together);
            try (Peer peer = factory.start(new PeerOptions(nodes, way, work))) {
                for (Case setting : together) {
                    runCase(setting, peer);
                }
            } catch (BenchmarkException e) {
                together.forEach(setting -> fail(factory.name(), setting, e));
            }
        }
    }

    private void runCase(Case setting, Peer peer) throws InterruptedException {
        try {
            Outcome outcome = trial.run(setting, peer, progress);
            row(peer.name(), setting).outcomes().add(outcome);
            progress.say(
                    "%s %s: %s", peer.name(), setting.name(), outcome.counts().describe());
        } catch (BenchmarkException e) {
            fail(peer.name(), setting, e);
        }
    }

    private void fail(String peer, Case setting, BenchmarkException e) {
        progress.say("%s %s: %s", peer, setting.name(), e.getMessage());
        row(peer, setting).failures().add(e.getMessage());
    }

    private Row row(String peer, Case setting) {
        return rows.computeIfAbsent(
                List.of(peer, setting.name()),
                key -> new Row(peer, setting.name(), new ArrayList<>(), new ArrayList<>()));
    }
}
