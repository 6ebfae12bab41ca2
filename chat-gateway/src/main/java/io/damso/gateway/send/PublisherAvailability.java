package io.damso.gateway.send;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether messages can be published to RabbitMQ. The readiness of the node depends on it. */
@Component("publisherHealthIndicator")
public final class PublisherAvailability extends AbstractHealthIndicator {

    private final RoomPublisher publisher;

    PublisherAvailability(RoomPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Returns whether the publishing connection is open. A broker that blocks publishers because of an alarm counts as
     * available: delivery continues, SENDs are refused as retryable, and other nodes would refuse them as well.
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
