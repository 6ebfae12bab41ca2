package io.damso.gateway.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Rate limits of SENDs.
 *
 * @param perSecond sustained rate of SENDs of one session per second
 * @param burst maximum burst of SENDs of one session
 * @param userPerSecond sustained rate of SENDs of all sessions of a user on a node per second
 * @param userBurst maximum burst of SENDs of all sessions of a user on a node
 * @param maxUnconfirmed maximum number of SENDs of one session without a confirm of the broker
 */
@ConfigurationProperties("damso.gateway.limits.sends")
@Validated
public record SendLimits(
        @DefaultValue("20") @Min(1) @Max(1_000_000) int perSecond,
        @DefaultValue("100") @Min(1) @Max(1_000_000) int burst,
        @DefaultValue("40") @Min(1) @Max(1_000_000) int userPerSecond,
        @DefaultValue("200") @Min(1) @Max(1_000_000) int userBurst,
        @DefaultValue("100") @Min(1) @Max(1_000_000) int maxUnconfirmed) {}
