package io.damso.gateway.relay;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.stereotype.Component;

/**
 * Whether the node's queue is subscribed. The readiness depends on it, so a node without it gets no new clients.
 */
@Component("relayHealthIndicator")
public final class BrokerAvailability extends AbstractHealthIndicator {

    private final StompBrokerRelayMessageHandler relay;
    private final NodeRelay node;

    BrokerAvailability(StompBrokerRelayMessageHandler relay, NodeRelay node) {
        this.relay = relay;
        this.node = node;
    }

    /** Returns whether SUBSCRIBEs reach the broker and messages are delivered. */
    public boolean isAvailable() {
        return relay.isBrokerAvailable() && node.isLive();
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
