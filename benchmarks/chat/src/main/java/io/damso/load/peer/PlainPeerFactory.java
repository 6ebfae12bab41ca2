package io.damso.load.peer;

import io.damso.bench.process.RunDirectory;
import io.damso.bench.scenario.BenchmarkException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts a peer with {@code benchmarks/chat/peer.sh}.
 *
 * @param name name of the peer
 * @param dialect protocol of its clients
 * @param scalesOut whether more than one node is possible
 */
record PlainPeerFactory(String name, Dialect dialect, boolean scalesOut) implements PeerFactory {

    private static final String SCRIPT = "benchmarks/chat/peer.sh";

    @Override
    public Peer start(PeerOptions options) throws InterruptedException {
        RunDirectory run = launch(options);
        return new PlainPeer(name, dialect, run, NodePorts.endpoints(run, options.nodes()));
    }

    /**
     * Starts the processes. Blocks until they accept clients.
     *
     * @throws BenchmarkException as {@link #start}
     * @throws InterruptedException as {@link #start}
     */
    RunDirectory launch(PeerOptions options) throws InterruptedException {
        if (options.nodes() > 1 && !scalesOut) {
            throw new BenchmarkException("The peer " + name + " has one node only, not " + options.nodes());
        }
        RunDirectory run = RunDirectory.create(options.work(), name);
        run.run(
                Map.of("PEER_CLASS_PATH", classPath()),
                List.of(Checkout.file(SCRIPT).toString(), name, Integer.toString(options.nodes())));
        return run;
    }

    /**
     * Returns the class path with absolute paths: the application is in this module, but is started in another
     * directory.
     */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
