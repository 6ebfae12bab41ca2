package io.damso.gateway.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Rate limits of handshakes.
 *
 * @param perSecond sustained rate of handshakes of a node per second; further ones are answered with 503, and NGINX
 *     tries the next node
 * @param burst maximum burst of handshakes of a node
 * @param addressPerSecond sustained rate of handshakes of one address per second; further ones are answered with 429
 * @param addressBurst maximum burst of handshakes of one address
 * @param timeout maximum time until a request has arrived; a slower connection is closed
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
