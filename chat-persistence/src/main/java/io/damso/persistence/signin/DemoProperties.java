package io.damso.persistence.signin;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The demo sign-in, to try Damso without an embedding product. Not for production.
 *
 * @param enabled whether everybody may get a token for any name
 * @param tokenLifetime lifetime of such a token
 */
@ConfigurationProperties("damso.demo")
@Validated
public record DemoProperties(
        boolean enabled,

        @DefaultValue("12h") @DurationMin(nanos = 1, message = "set a positive duration such as 12h")
        Duration tokenLifetime) {}
