package io.damso.load.scenario;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.scenario.Installation;
import io.damso.bench.scenario.InvalidOptionException;
import io.damso.bench.scenario.Scenario;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peers;
import io.damso.load.report.ChatDocs;
import io.damso.load.report.ChatReport;
import io.damso.load.report.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The common part of all chat benchmarks: options, runs of the peers, and the report. */
abstract class ChatScenario implements Scenario {

    private final String name;
    private final Set<String> flags;
    private final List<Option> options;

    ChatScenario(String name, Set<String> flags, Option... options) {
        this.name = name;
        this.flags = flags;
        this.options = List.of(options);
    }

    @Override
    public final String name() {
        return name;
    }

    /**
     * Returns the scenario with these options.
     *
     * @throws InvalidOptionException if they do not fit together
     */
    abstract Trial trial(Arguments arguments);

    /** Returns the peers to measure without {@code --peer}. */
    List<String> usualPeers() {
        return Peers.usual();
    }

    final Arguments arguments(List<String> given) {
        return new Arguments(name, options, flags, given);
    }

    @Override
    public final void run(List<String> given, Installation installation) {
        Arguments arguments = arguments(given);
        List<String> peers = arguments.peers(Peers.names(), usualPeers());
        Trial trial = trial(arguments);
        @Nullable ChatDocs docs = arguments.flag("--docs") ? new ChatDocs(installation.home(), name) : null;
        ChatReport report = new InterleavedRuns(name, trial, installation.work(), arguments.number("--runs"))
                .run(peers.stream().map(Peers::named).toList());
        System.out.println(report.conditions() + "\n\n" + report.text());
        Path json = arguments.json();
        if (json != null) {
            Json.write(report, json);
        }
        if (docs != null) {
            docs.write(report, trial.drawn());
        }
        @Nullable
        String failure = report.rows().stream()
                .flatMap(row -> row.failures().stream())
                .findFirst()
                .orElse(null);
        if (failure != null) {
            throw new BenchmarkException("Not everything could be measured: " + failure);
        }
    }
}
