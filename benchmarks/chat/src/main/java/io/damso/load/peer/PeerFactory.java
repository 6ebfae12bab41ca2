package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;

/** Starts a system for a benchmark. */
public interface PeerFactory {

    /** Returns the name for the command line and the results. */
    String name();

    /** Returns how clients of this peer connect if a scenario requests a way: directly, unless the peer has NGINX. */
    default Way way(Way wanted) {
        return Way.DIRECT;
    }

    /**
     * Starts the peer on free loopback ports. Blocks until it accepts clients. Its processes end with
     * {@link Peer#close}, or with this JVM unless that is killed.
     *
     * @throws BenchmarkException with the end of the log if it cannot be started; none of its processes is running then
     * @throws InterruptedException if interrupted; none of its processes is running then
     */
    Peer start(PeerOptions options) throws InterruptedException;
}
