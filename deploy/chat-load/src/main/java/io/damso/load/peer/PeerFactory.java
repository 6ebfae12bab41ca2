package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;

/** A system that can be started to be put under load. */
public interface PeerFactory {

    /** Returns the name that the command line and the results use. */
    String name();

    /**
     * Starts it on free loopback ports and returns when it takes clients. What it started ends with
     * {@link Peer#close}, or with this JVM unless that is killed.
     *
     * @throws BenchmarkException if it cannot be started, with the end of the log; nothing of it runs then
     * @throws InterruptedException if interrupted; nothing of it runs then
     */
    Peer start(PeerOptions options) throws InterruptedException;
}
