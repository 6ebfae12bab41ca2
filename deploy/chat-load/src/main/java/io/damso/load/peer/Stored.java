package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;

/** A peer that keeps messages. */
public interface Stored {

    /**
     * Counts what can be read back from a room's history, page by page. What is on its way into the store is not there
     * yet: ask again.
     *
     * @throws BenchmarkException if the history cannot be read
     * @throws InterruptedException if interrupted
     */
    long stored(Room room) throws InterruptedException;
}
