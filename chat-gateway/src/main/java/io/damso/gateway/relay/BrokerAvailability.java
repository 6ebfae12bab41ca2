package io.damso.gateway.relay;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;
import org.springframework.stereotype.Component;

/** Whether the relay reaches RabbitMQ; readiness follows it, so a node without a broker takes no new clients. */
@Component("relayHealthIndicator")
public final class BrokerAvailability extends AbstractHealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerAvailability.class);

    private volatile boolean available;

    /** Returns whether the node's own relay session is connected. */
    public boolean isAvailable() {
        return available;
    }

    @EventListener
    void onChange(BrokerAvailabilityEvent event) {
        available = event.isBrokerAvailable();
        LOG.info("Broker relay is {}", available ? "available" : "unavailable");
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (available) {
            builder.up();
        } else {
            builder.outOfService();
        }
    }
}
