package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Way;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import java.util.List;

/** A scenario with its options. */
interface Trial {

    /** Returns the cases. */
    List<Case> cases();

    /** Returns the metrics that the scenario measures. */
    List<Metric> metrics();

    /** Returns the metric of the image in the documentation. */
    Metric drawn();

    /** Returns a description of the settings for the report. */
    String settings();

    /** Returns whether each case needs a newly started peer. */
    default boolean freshPeer() {
        return false;
    }

    /** Returns how clients connect to peers that support it. Clients of other peers connect directly. */
    default Way way() {
        return Way.DIRECT;
    }

    /**
     * Measures one case.
     *
     * @throws BenchmarkException if it cannot be measured
     * @throws InterruptedException if interrupted
     */
    Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException;
}
