package io.damso.reliability.scenario;

import io.damso.reliability.cluster.ChaosException;
import io.damso.reliability.cluster.ClusterSize;
import io.damso.reliability.cluster.DamsoCluster;

/** One way to break a cluster. Nothing of it remains afterwards. */
public interface Scenario {

    /** Returns the name for the command line. */
    String name();

    /** Returns what is broken, in a few words. */
    String summary();

    /** Returns the cluster that it breaks. */
    default ClusterSize needs() {
        return ClusterSize.PLAIN;
    }

    /** Returns what the faults of this scenario may do to clients. */
    default Allowance allows() {
        return Allowance.EVERYTHING;
    }

    /**
     * Changes the cluster before clients connect.
     *
     * @throws ChaosException if this machine cannot do it
     */
    default void prepare(DamsoCluster cluster) throws InterruptedException {}

    /** Breaks and mends, while clients send. */
    void run(Stage stage) throws InterruptedException;

    /** Reverts {@link #prepare}, also after it has failed. */
    default void restore(DamsoCluster cluster) throws InterruptedException {}
}
