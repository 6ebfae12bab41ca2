package io.damso.load.peer;

import io.damso.bench.process.RunDirectory;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.peer.jetstream.JetStreamApi;

/**
 * Starts one nats-server with JetStream and creates one stream for all rooms. Storage is a file in the run's directory;
 * everything else has the server's defaults.
 */
record JetStreamPeerFactory() implements PeerFactory {

    static final String NAME = "jetstream";

    private static final PlainPeerFactory SERVER = new PlainPeerFactory(NAME, Dialect.JETSTREAM, false);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Peer start(PeerOptions options) throws InterruptedException {
        RunDirectory run = SERVER.launch(options);
        try {
            JetStreamApi api = new JetStreamApi(run.port(NodePorts.NATS));
            api.createStream(JetStreamPeer.STREAM, JetStreamPeer.SUBJECTS);
            PlainPeer server = new PlainPeer(NAME, Dialect.JETSTREAM, run, NodePorts.endpoints(run, options.nodes()));
            return new JetStreamPeer(server, api);
        } catch (BenchmarkException e) {
            run.close();
            throw e;
        }
    }
}
