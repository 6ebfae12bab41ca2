package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.peer.process.RunDirectory;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code deploy/native/peer.sh} starts.
 *
 * @param name of the peer
 * @param scalesOut whether there may be more than one node
 */
record PlainPeerFactory(String name, Dialect dialect, boolean scalesOut) implements PeerFactory {

    private static final String SCRIPT = "deploy/native/peer.sh";

    @Override
    public Peer start(PeerOptions options) throws InterruptedException {
        if (options.nodes() > 1 && !scalesOut) {
            throw new BenchmarkException("The peer " + name + " has one node only, not " + options.nodes());
        }
        RunDirectory run = RunDirectory.create(options.work(), name);
        run.run(Map.of("PEER_CLASS_PATH", classPath()),
                List.of(Checkout.file(SCRIPT).toString(), name, Integer.toString(options.nodes())));
        return new PlainPeer(name, dialect, run, NodePorts.endpoints(run, options.nodes()));
    }

    /** The application lies beside this class; it is started in another directory. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
