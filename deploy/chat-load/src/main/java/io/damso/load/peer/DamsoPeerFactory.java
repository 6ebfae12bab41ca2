package io.damso.load.peer;

import io.damso.load.peer.process.RunDirectory;
import java.util.List;
import java.util.Map;

/**
 * Damso as {@code ./damso up} starts it from this project, which builds it first if a source has changed. Clients go to
 * the gateways past NGINX, which runs but has nothing to do.
 */
record DamsoPeerFactory() implements PeerFactory {

    @Override
    public String name() {
        return "damso";
    }

    @Override
    public Peer start(PeerOptions options) throws InterruptedException {
        RunDirectory run = RunDirectory.create(options.work(), name());
        run.run(Map.of(), List.of(
                Checkout.file("damso").toString(), "up", "--gateways", Integer.toString(options.nodes())));
        return new DamsoPeer(run, NodePorts.endpoints(run, options.nodes()));
    }
}
