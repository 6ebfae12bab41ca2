package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;

/** A peer that lets clients read what they missed. Safe for use by many threads. */
public interface History {

    /** How many messages can be read at once. */
    int MOST = 200;

    /**
     * Returns a room's newest messages in the peer's own format.
     *
     * @param count how many, from 1 to {@link #MOST}
     * @throws BenchmarkException if they cannot be read
     * @throws InterruptedException if interrupted
     */
    byte[] newest(Room room, int count) throws InterruptedException;
}
