package io.damso.load.peer;

import io.damso.load.peer.process.RunDirectory;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** Ports of {@code deploy/native/settings.sh} that a benchmark connects to. */
final class NodePorts {

    static final int PERSISTENCE = 9201;

    private static final int FIRST_GATEWAY = 9101;
    private static final int STEP = 2;

    private NodePorts() {}

    /** Returns where clients find the nodes. */
    static List<URI> endpoints(RunDirectory run, int nodes) {
        return IntStream.range(0, nodes)
                .mapToObj(i -> URI.create("ws://127.0.0.1:" + run.port(FIRST_GATEWAY + STEP * i) + "/ws"))
                .toList();
    }
}
