package io.damso.load.peer;

import io.damso.bench.process.RunDirectory;
import io.damso.bench.scenario.BenchmarkException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts Damso with {@code ./damso up} of this project, which builds it first if a source has changed. Clients connect
 * through NGINX or directly to the gateways; NGINX runs in both cases.
 */
record DamsoPeerFactory() implements PeerFactory {

    /** Limits, raised because all load has one source address and exceeds the rate of human users. */
    // spotless:off
    private static final Map<String, String> LIMITS = Stream.of(
                    "GATEWAY_LIMITS_SESSIONS_PERNODE", "GATEWAY_LIMITS_SESSIONS_PERUSER", "GATEWAY_LIMITS_SESSIONS_PERADDRESS",
                    "GATEWAY_LIMITS_HANDSHAKES_PERSECOND", "GATEWAY_LIMITS_HANDSHAKES_BURST",
                    "GATEWAY_LIMITS_HANDSHAKES_ADDRESSPERSECOND", "GATEWAY_LIMITS_HANDSHAKES_ADDRESSBURST",
                    "GATEWAY_LIMITS_SENDS_PERSECOND", "GATEWAY_LIMITS_SENDS_BURST", "GATEWAY_LIMITS_SENDS_USERPERSECOND",
                    "GATEWAY_LIMITS_SENDS_USERBURST", "GATEWAY_LIMITS_SENDS_MAXUNCONFIRMED",
                    "GATEWAY_LIMITS_FRAMES_PERSECOND", "GATEWAY_LIMITS_FRAMES_BURST",
                    "PERSISTENCE_LIMITS_USERBURST", "PERSISTENCE_LIMITS_ADDRESSBURST", "PERSISTENCE_LIMITS_NEWROOMSBURST")
            .collect(Collectors.toUnmodifiableMap(name -> "DAMSO_" + name, name -> "1000000"));
    // spotless:on

    @Override
    public String name() {
        return "damso";
    }

    @Override
    public Way way(Way wanted) {
        return wanted;
    }

    @Override
    public Peer start(PeerOptions options) throws InterruptedException {
        RunDirectory run = RunDirectory.create(options.work(), name());
        up(run, options.nodes());
        return new DamsoPeer(run, options.way(), NodePorts.endpoints(run, options.nodes()));
    }

    /**
     * Starts what is not running. Blocks until it accepts clients.
     *
     * @throws BenchmarkException as {@link #start}
     * @throws InterruptedException as {@link #start}
     */
    static void up(RunDirectory run, int nodes) throws InterruptedException {
        run.run(LIMITS, List.of(Checkout.file("damso").toString(), "up", "--gateways", Integer.toString(nodes)));
    }
}
