package io.damso.load.peer;

import io.damso.bench.process.RunDirectory;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ports of {@code deploy/native/settings.sh} to which a benchmark connects. */
final class NodePorts {

    static final int PERSISTENCE = 9201;

    /** Port of the first NATS server for clients without WebSocket; {@code peer.sh} uses the console's. */
    static final int NATS = 15672;

    private static final int FIRST_GATEWAY = 9101;
    private static final int STEP = 2;

    private static final int NGINX = 8443;

    private NodePorts() {}

    /** Returns the WebSocket endpoints of the nodes. */
    static List<URI> endpoints(RunDirectory run, int nodes) {
        return IntStream.range(0, nodes)
                .mapToObj(i -> URI.create("ws://127.0.0.1:" + run.port(FIRST_GATEWAY + STEP * i) + "/ws"))
                .toList();
    }

    /** Returns the management ports of gateways, by their names. */
    static Map<String, URI> management(RunDirectory run, int nodes) {
        return IntStream.range(0, nodes)
                .boxed()
                .collect(Collectors.toMap(
                        i -> "gateway-" + (i + 1),
                        i -> URI.create("http://127.0.0.1:" + run.port(FIRST_GATEWAY + STEP * i + 1))));
    }

    /** Returns the WebSocket endpoint of NGINX. */
    static URI nginx(RunDirectory run) {
        return URI.create("wss://127.0.0.1:" + run.port(NGINX) + "/ws");
    }
}
