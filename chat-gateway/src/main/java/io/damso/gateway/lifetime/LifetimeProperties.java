package io.damso.gateway.lifetime;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Notice before the end of a session's token.
 *
 * @param expiryNotice time before the end of its token at which a session gets a notice; 0 disables the notice
 */
@ConfigurationProperties("damso.gateway.lifetime")
@Validated
public record LifetimeProperties(
        @DefaultValue("60s") @NotNull @DurationMin(message = "set 0s or more")
        Duration expiryNotice) {}
