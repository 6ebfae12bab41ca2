package io.damso.persistence.admin;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How administrators' requests are published to the gateways.
 *
 * @param confirmTimeout how long the broker may take to confirm the event before the request is refused as retryable
 */
@ConfigurationProperties("damso.persistence.admin")
@Validated
public record AdminProperties(
        @DefaultValue("5s") @DurationMin(nanos = 1, message = "set a positive duration such as 5s")
        Duration confirmTimeout) {}
