package io.damso.gateway.rooms;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Subscriptions of a node to rooms.
 *
 * @param linger time that the node stays subscribed to a room after its last subscription ended; 0 unsubscribes at once
 * @param subscribeTimeout maximum wait for the broker's confirm; then the SUBSCRIBE is refused as retryable
 * @param ringMessages number of last messages of a room that are kept in memory for clients that resume; 0 keeps none
 * @param ringSize maximum size of these messages
 * @param memory maximum size of the messages of all rooms of the node that are kept, or held until missed ones are
 *     delivered
 */
@ConfigurationProperties("damso.gateway.rooms")
@Validated
public record RoomsProperties(
        @DefaultValue("30s") @NotNull @DurationMin(message = "set 0s or more")
        Duration linger,

        @DefaultValue("10s") @NotNull @DurationMin(millis = 1, message = "set 1ms or more")
        Duration subscribeTimeout,

        @DefaultValue("100") @Min(0) int ringMessages,
        @DefaultValue("128KB") @NotNull DataSize ringSize,
        @DefaultValue("64MB") @NotNull DataSize memory) {

    private static final DataSize LARGEST_RING = DataSize.ofMegabytes(16);
    private static final DataSize SMALLEST_MEMORY = DataSize.ofMegabytes(1);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the size of a ring is negative or above 16MB, or the memory below 1MB
     */
    public RoomsProperties {
        if (ringSize.isNegative() || ringSize.compareTo(LARGEST_RING) > 0) {
            throw new IllegalArgumentException("damso.gateway.rooms.ring-size is " + ringSize + "; set 0B to 16MB");
        }
        if (memory.compareTo(SMALLEST_MEMORY) < 0) {
            throw new IllegalArgumentException("damso.gateway.rooms.memory is " + memory + "; set 1MB or more");
        }
    }
}
