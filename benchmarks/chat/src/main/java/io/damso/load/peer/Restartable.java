package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;

/** A peer whose killed nodes can be started again. */
public interface Restartable {

    /**
     * Starts all nodes that are not running. Blocks until they accept clients and the start is complete.
     *
     * @return time at which all nodes accepted clients, of {@link System#nanoTime()}
     * @throws BenchmarkException if a node cannot be started; none of the processes is running then
     * @throws InterruptedException if interrupted; none of the processes is running then
     */
    long startAgain() throws InterruptedException;
}
