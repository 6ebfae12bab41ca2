package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;
import java.util.Map;

/** A peer whose nodes read from the store what clients have missed, and count it. */
public interface CatchUps {

    /**
     * Returns the number of reads of each running node since its start, by the name of its process.
     *
     * @throws BenchmarkException if a node does not answer
     * @throws InterruptedException if interrupted
     */
    Map<String, Long> catchUpReads() throws InterruptedException;
}
