package io.damso.gateway.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How fast clients may come.
 *
 * @param perSecond handshakes a node takes a second for long; further ones are answered with 503, and NGINX tries the
 *     next node
 * @param burst handshakes a node takes at once after a quiet moment
 * @param addressPerSecond handshakes of one address a second for long; further ones are answered with 429
 * @param addressBurst handshakes of one address at once after a quiet moment
 * @param timeout how long a request may take to arrive; a connection that is slower is closed
 */
@ConfigurationProperties("damso.gateway.limits.handshakes")
@Validated
public record HandshakeLimits(
        @DefaultValue("500") @Min(1) @Max(1_000_000) int perSecond,
        @DefaultValue("1000") @Min(1) @Max(1_000_000) int burst,
        @DefaultValue("50") @Min(1) @Max(1_000_000) int addressPerSecond,
        @DefaultValue("500") @Min(1) @Max(1_000_000) int addressBurst,
        @DefaultValue("10s") @NotNull Duration timeout) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the timeout is below a second
     */
    public HandshakeLimits {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "damso.gateway.limits.handshakes.timeout is " + timeout + "; set 1s or more");
        }
    }
}
