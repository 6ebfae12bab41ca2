package io.damso.load.peer;

import io.damso.load.peer.process.RunDirectory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Damso as {@code ./damso up} starts it from this project, which builds it first if a source has changed. Clients go to
 * the gateways past NGINX, which runs but has nothing to do.
 */
record DamsoPeerFactory() implements PeerFactory {

    /** All load comes from one address, and faster than people write. */
    private static final Map<String, String> LIMITS = Stream.of(
                    "SESSIONS_PERNODE", "SESSIONS_PERUSER", "SESSIONS_PERADDRESS",
                    "HANDSHAKES_PERSECOND", "HANDSHAKES_BURST", "HANDSHAKES_ADDRESSPERSECOND", "HANDSHAKES_ADDRESSBURST",
                    "SENDS_PERSECOND", "SENDS_BURST", "SENDS_USERPERSECOND", "SENDS_USERBURST", "SENDS_MAXUNCONFIRMED",
                    "FRAMES_PERSECOND", "FRAMES_BURST")
            .collect(Collectors.toUnmodifiableMap(name -> "DAMSO_GATEWAY_LIMITS_" + name, name -> "1000000"));

    @Override
    public String name() {
        return "damso";
    }

    @Override
    public Peer start(PeerOptions options) throws InterruptedException {
        RunDirectory run = RunDirectory.create(options.work(), name());
        run.run(LIMITS, List.of(
                Checkout.file("damso").toString(), "up", "--gateways", Integer.toString(options.nodes())));
        return new DamsoPeer(run, NodePorts.endpoints(run, options.nodes()));
    }
}
