package io.damso.gateway.rooms;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Subscriptions of a node to rooms.
 *
 * @param linger time that the node stays subscribed to a room after its last subscription ended; 0 unsubscribes at once
 * @param subscribeTimeout maximum wait for the broker's confirm; then the SUBSCRIBE is refused as retryable
 */
@ConfigurationProperties("damso.gateway.rooms")
@Validated
public record RoomsProperties(
        @DefaultValue("30s") @NotNull @DurationMin(message = "set 0s or more")
        Duration linger,

        @DefaultValue("10s") @NotNull @DurationMin(millis = 1, message = "set 1ms or more")
        Duration subscribeTimeout) {}
