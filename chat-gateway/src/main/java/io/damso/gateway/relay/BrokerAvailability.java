package io.damso.gateway.relay;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.stereotype.Component;

/** Whether all of the node's sessions reach RabbitMQ; readiness follows it, so a node without takes no new clients. */
@Component("relayHealthIndicator")
public final class BrokerAvailability extends AbstractHealthIndicator {

    private final StompBrokerRelayMessageHandler relay;
    private final RelayPool pool;

    BrokerAvailability(StompBrokerRelayMessageHandler relay, RelayPool pool) {
        this.relay = relay;
        this.pool = pool;
    }

    /** Returns whether rooms can be subscribed and messages arrive. */
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
