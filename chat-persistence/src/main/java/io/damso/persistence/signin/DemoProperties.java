package io.damso.persistence.signin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tokens for anybody who asks, to try Damso without an embedding product. Never for production.
 *
 * @param enabled whether tokens are handed out
 * @param tokenLifetime how long such a token is valid
 */
@ConfigurationProperties("damso.demo")
public record DemoProperties(boolean enabled, @DefaultValue("12h") Duration tokenLifetime) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the lifetime is not positive
     */
    public DemoProperties {
        if (!tokenLifetime.isPositive()) {
            throw new IllegalArgumentException(
                    "damso.demo.token-lifetime is " + tokenLifetime + "; set a positive duration such as 12h");
        }
    }
}
