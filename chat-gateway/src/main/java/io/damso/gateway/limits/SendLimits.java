package io.damso.gateway.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How fast clients may send.
 *
 * @param perSecond SENDs of one session a second for long
 * @param burst SENDs of one session at once after a quiet moment
 * @param userPerSecond SENDs of all sessions of a user on a node a second for long
 * @param userBurst SENDs of all sessions of a user on a node at once after a quiet moment
 * @param maxUnconfirmed how many SENDs of one session may wait for the broker's confirm
 */
@ConfigurationProperties("damso.gateway.limits.sends")
@Validated
public record SendLimits(
        @DefaultValue("20") @Min(1) @Max(1_000_000) int perSecond,
        @DefaultValue("100") @Min(1) @Max(1_000_000) int burst,
        @DefaultValue("40") @Min(1) @Max(1_000_000) int userPerSecond,
        @DefaultValue("200") @Min(1) @Max(1_000_000) int userBurst,
        @DefaultValue("100") @Min(1) @Max(1_000_000) int maxUnconfirmed) {}
