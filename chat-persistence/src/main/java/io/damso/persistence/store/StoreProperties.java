package io.damso.persistence.store;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Timeouts of MongoDB.
 *
 * @param selectionTimeout how long to wait for a MongoDB server before a request is refused
 * @param readTimeout how long to wait for a reply of MongoDB
 */
@ConfigurationProperties("damso.persistence.store")
@Validated
public record StoreProperties(
        @DefaultValue("2s") @DurationMin(nanos = 1, message = "set a positive duration such as 2s")
        Duration selectionTimeout,

        @DefaultValue("10s") @DurationMin(nanos = 1, message = "set a positive duration such as 2s")
        Duration readTimeout) {}
