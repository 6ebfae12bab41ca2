package io.damso.bench.store;

import io.damso.bench.file.JsonFile;
import io.damso.bench.measure.Machine;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.scenario.Installation;
import io.damso.bench.scenario.Scenario;
import io.damso.bench.store.load.Inserts;
import io.damso.bench.store.load.Messages;
import io.damso.bench.store.peer.Peer;
import io.damso.bench.store.peer.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;

/** Measures the embedded store and mongo-java-server's own backends, one after the other. */
public final class StoreBench implements Scenario {

    /** Creates the scenario; {@link StoreBenchOptions} lists the options. */
    public StoreBench() {}

    @Override
    public String name() {
        return "store";
    }

    @Override
    public void run(List<String> arguments, Installation installation) {
        StoreBenchOptions options = StoreBenchOptions.parse(arguments);
        StoreDocs docs = options.docs() ? new StoreDocs(installation.home()) : null;
        StoreReport report = measure(options, installation);
        System.out.println(conditions(report) + "\n");
        System.out.print(new StoreTables(report.peers()).text());
        Path json = options.json();
        if (json != null) {
            JsonFile.write(report, json);
        }
        if (docs != null) {
            docs.write(report);
        }
        report.peers().stream()
                .filter(peer -> peer.shortfall() != null)
                .findFirst()
                .ifPresent(peer -> {
                    throw new BenchmarkException(peer.peer() + " could not be measured: " + peer.shortfall());
                });
    }

    private static StoreReport measure(StoreBenchOptions options, Installation installation) {
        try (Workspace workspace = Workspace.open(installation.work(), installation.jvmOptions())) {
            Machine machine = Machine.look(workspace.directory());
            Progress progress = new Progress(System.err);
            progress.say("%s", machine.describe());
            List<PeerResult> peers = options.peers().stream()
                    .map(kind -> new PeerRun(kind, workspace, options, progress).run())
                    .toList();
            workspace.requireOpen();
            return new StoreReport(machine, Machine.load(), settings(options, installation), peers);
        }
    }

    private static StoreReport.Settings settings(StoreBenchOptions options, Installation installation) {
        // spotless:off
        int bytes = new RawBsonDocument(Messages.document(0), new DocumentCodec()).getByteBuffer().remaining();
        return new StoreReport.Settings(Peer.HEAP, installation.jvmOptions(), Messages.BATCH, bytes, Inserts.WRITERS,
                Messages.ROOMS, options.limit().toSeconds(), options.fillLimit().toSeconds());
        // spotless:on
    }

    /** Returns the conditions of the measurement, as a paragraph. */
    static String conditions(StoreReport report) {
        StoreReport.Settings settings = report.settings();
        return String.format(
                Locale.ROOT,
                "Measured on %s, %.2f after. One server at a time, heap %s, options %s. "
                        + "Documents of %d bytes in batches of %d from %d connections, %d rooms. At most %d s for a "
                        + "measurement and %d s to reach a size.",
                report.machine().describe(),
                report.loadAfter(),
                settings.heap(),
                settings.jvmOptions().isEmpty() ? "none" : "`" + String.join(" ", settings.jvmOptions()) + "`",
                settings.documentBytes(),
                settings.batch(),
                settings.writers(),
                settings.rooms(),
                settings.limitSeconds(),
                settings.fillLimitSeconds());
    }
}
