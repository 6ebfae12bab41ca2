package io.damso.persistence.admin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How administrators' orders reach the gateways.
 *
 * @param confirmTimeout how long the broker may take to confirm an order before the request is refused as retryable
 */
@ConfigurationProperties("damso.persistence.admin")
public record AdminProperties(@DefaultValue("5s") Duration confirmTimeout) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    public AdminProperties {
        if (!confirmTimeout.isPositive()) {
            throw new IllegalArgumentException("damso.persistence.admin.confirm-timeout is " + confirmTimeout
                    + "; set a positive duration such as 5s");
        }
    }
}
