package io.damso.gateway.lifetime;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the end of a session's token is announced.
 *
 * @param expiryNotice how long before the end of its token a session is told; 0 tells nobody
 */
@ConfigurationProperties("damso.gateway.lifetime")
@Validated
public record LifetimeProperties(@DefaultValue("60s") @NotNull Duration expiryNotice) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public LifetimeProperties {
        if (expiryNotice.isNegative()) {
            throw new IllegalArgumentException(
                    "damso.gateway.lifetime.expiry-notice is " + expiryNotice + "; set 0s or more");
        }
    }
}
