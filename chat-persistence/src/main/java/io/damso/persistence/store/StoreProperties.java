package io.damso.persistence.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the store may take.
 *
 * @param selectionTimeout how long to look for a MongoDB server before a request is refused
 * @param readTimeout how long to wait for a reply
 */
@ConfigurationProperties("damso.persistence.store")
public record StoreProperties(
        @DefaultValue("2s") Duration selectionTimeout, @DefaultValue("10s") Duration readTimeout) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a timeout is not positive
     */
    public StoreProperties {
        requirePositive("selection-timeout", selectionTimeout);
        requirePositive("read-timeout", readTimeout);
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(
                    "damso.persistence.store." + name + " is " + value + "; set a positive duration such as 2s");
        }
    }
}
