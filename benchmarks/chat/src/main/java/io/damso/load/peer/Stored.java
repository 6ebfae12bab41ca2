package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;

/** A peer that stores messages. */
public interface Stored {

    /**
     * Counts the messages in a room's history, page by page. Messages that are not stored yet are not included; then
     * the call must be repeated.
     *
     * @throws BenchmarkException if the history cannot be read
     * @throws InterruptedException if interrupted
     */
    long stored(Room room) throws InterruptedException;

    /** Returns in words where messages are stored and when they are on disk, for the report. */
    String durability();
}
