package io.damso.gateway.session.drain;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The stop of a node.
 *
 * @param duration time over which a stopping node closes its sockets, 0s to 10m; the process needs up to 30 s more,
 *     which whoever stops it must allow; 0 closes all at once
 */
@ConfigurationProperties("damso.gateway.drain")
@Validated
public record DrainProperties(
        @DefaultValue("10s") @NotNull @DurationMin(message = RANGE) @DurationMax(minutes = 10, message = RANGE)
        Duration duration) {

    private static final String RANGE = "set 0s to 10m";
}
