package io.damso.bench.store;

import io.damso.bench.measure.Machine;
import java.util.List;

/**
 * Everything that was measured.
 *
 * @param machine where
 * @param loadAfter load average over the last minute of the run
 * @param settings how
 * @param peers what, server by server
 */
record StoreReport(Machine machine, double loadAfter, Settings settings, List<PeerResult> peers) {

    /**
     * What makes runs comparable.
     *
     * @param heap of every server
     * @param jvmOptions of every server, besides the heap
     * @param batch documents of one insert
     * @param documentBytes of BSON, of one document
     * @param writers connections that insert
     * @param rooms the messages are spread over so many
     * @param limitSeconds of one measurement
     * @param fillLimitSeconds of inserting up to one size
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
