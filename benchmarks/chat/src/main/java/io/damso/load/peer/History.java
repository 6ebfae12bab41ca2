package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;
import java.util.function.Consumer;

/** A peer from which clients can read messages that they missed. Thread-safe. */
public interface History {

    /** Maximum number of messages in one request. */
    int MOST = 200;

    /**
     * Returns a room's newest messages in the format of the peer.
     *
     * @param count number of messages, from 1 to {@link #MOST}
     * @throws BenchmarkException if they cannot be read
     * @throws InterruptedException if interrupted
     */
    byte[] newest(Room room, int count) throws InterruptedException;

    /**
     * Reads all stored messages of a room, in the same format.
     *
     * @param pages receives each page, the newest first
     * @throws BenchmarkException if they cannot be read
     * @throws InterruptedException if interrupted
     */
    void pages(Room room, Consumer<byte[]> pages) throws InterruptedException;
}
