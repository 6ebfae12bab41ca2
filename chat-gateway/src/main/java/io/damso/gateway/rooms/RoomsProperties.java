package io.damso.gateway.rooms;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a node keeps its subscriptions to rooms.
 *
 * @param linger how long the node stays subscribed to a room after its last subscriber left; 0 leaves at once
 * @param subscribeTimeout how long the broker's confirm is waited for before a SUBSCRIBE is refused as retryable
 */
@ConfigurationProperties("damso.gateway.rooms")
@Validated
public record RoomsProperties(
        @DefaultValue("30s") @NotNull Duration linger, @DefaultValue("10s") @NotNull Duration subscribeTimeout) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the linger is negative or the timeout is not positive
     */
    public RoomsProperties {
        if (linger.isNegative()) {
            throw new IllegalArgumentException("damso.gateway.rooms.linger is " + linger + "; set 0s or more");
        }
        if (subscribeTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "damso.gateway.rooms.subscribe-timeout is " + subscribeTimeout + "; set 1ms or more");
        }
    }
}
