package io.damso.bench.store;

import io.damso.bench.measure.Machine;
import java.util.List;

/**
 * All results.
 *
 * @param machine machine of the benchmark
 * @param loadAfter load average over the last minute of the run
 * @param settings settings of the benchmark
 * @param peers results by server
 */
record StoreReport(Machine machine, double loadAfter, Settings settings, List<PeerResult> peers) {

    /**
     * The settings that must be equal to compare two runs.
     *
     * @param heap heap of every server
     * @param jvmOptions other JVM options of every server
     * @param batch documents per insert
     * @param documentBytes size of one document in bytes of BSON
     * @param writers connections that insert
     * @param rooms number of rooms of the messages
     * @param limitSeconds time limit of one measurement
     * @param fillLimitSeconds time limit of the inserts up to one size
     */
    record Settings(
            String heap,
            List<String> jvmOptions,
            int batch,
            int documentBytes,
            int writers,
            int rooms,
            long limitSeconds,
            long fillLimitSeconds) {}
}
