package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;

/** A peer that lets clients read what they missed. Safe for use by many threads. */
public interface History {

    /**
     * Returns a room's newest messages, at least 200 if there are as many, in the peer's own format.
     *
     * @throws BenchmarkException if they cannot be read
     * @throws InterruptedException if interrupted
     */
    byte[] newest(Room room) throws InterruptedException;
}
