package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.peer.Peer;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import java.util.List;

/** A scenario whose options are known. */
interface Trial {

    /** Returns its settings; those with the same number of nodes side by side. */
    List<Case> cases();

    /** Returns what it measures. */
    List<Metric> metrics();

    /** Returns what the picture in the documentation shows. */
    Metric drawn();

    /** Returns how it measures, in a sentence for the report. */
    String settings();

    /** Returns whether each case needs a peer of its own. */
    default boolean freshPeer() {
        return false;
    }

    /**
     * Measures one setting.
     *
     * @throws BenchmarkException if it cannot be measured
     * @throws InterruptedException if interrupted
     */
    Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException;
}
