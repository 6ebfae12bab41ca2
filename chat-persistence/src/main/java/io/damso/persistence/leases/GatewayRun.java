package io.damso.persistence.leases;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RunLease;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * One run of a gateway, in the collection {@code gatewayRuns} while its exchanges may exist.
 *
 * @param exchange name of the run's exchange
 * @param node name of the gateway
 * @param run unique for all runs of the node
 */
@Document(GatewayRun.COLLECTION)
record GatewayRun(@Id String exchange, String node, String run) {

    static final String COLLECTION = "gatewayRuns";

    /** An exchange's name has at most 255 bytes (AMQP 0-9-1 "short string"); the rest is for {@link #roomsExchange}. */
    private static final int MAX_NAME_BYTES = 235;

    static GatewayRun of(String node, String run) {
        return new GatewayRun(BrokerTopology.runExchange(node, run), node, run);
    }

    /** Returns the run of a lease, or empty if no gateway can have sent the lease. */
    static Optional<GatewayRun> of(@Nullable RunLease lease) {
        return lease == null || isBlank(lease.node()) || isBlank(lease.run())
                ? Optional.empty()
                : Optional.of(of(lease.node(), lease.run())).filter(GatewayRun::hasPossibleName);
    }

    private static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    private boolean hasPossibleName() {
        return exchange.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    }

    String roomsExchange(int number) {
        return BrokerTopology.roomsExchange(node, run, number);
    }
}
