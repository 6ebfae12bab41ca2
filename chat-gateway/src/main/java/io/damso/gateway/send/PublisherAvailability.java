package io.damso.gateway.send;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether messages can be handed over to RabbitMQ; readiness follows it. */
@Component("publisherHealthIndicator")
public final class PublisherAvailability extends AbstractHealthIndicator {

    private final RoomPublisher publisher;

    PublisherAvailability(RoomPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Returns whether there is a connection to publish over. A broker that blocks publishers because of an alarm still
     * counts: reading goes on, senders are told to try again, and all nodes are in the same position.
     */
    public boolean isAvailable() {
        return publisher.isConnected();
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
