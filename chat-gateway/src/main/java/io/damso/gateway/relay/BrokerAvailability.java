package io.damso.gateway.relay;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.stereotype.Component;

/**
 * Whether all relay sessions of the node are connected. The readiness depends on it, so a node without them gets no new
 * clients.
 */
@Component("relayHealthIndicator")
public final class BrokerAvailability extends AbstractHealthIndicator {

    private final StompBrokerRelayMessageHandler relay;
    private final RelayPool pool;

    BrokerAvailability(StompBrokerRelayMessageHandler relay, RelayPool pool) {
        this.relay = relay;
        this.pool = pool;
    }

    /** Returns whether SUBSCRIBEs reach the broker and messages are delivered. */
    public boolean isAvailable() {
        return relay.isBrokerAvailable() && pool.isConnected();
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (isAvailable()) {
            builder.up();
        } else {
            builder.outOfService();
        }
    }
}
