package io.damso.gateway.admission;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Maximum numbers of sessions.
 *
 * @param perNode sessions of a node; further handshakes are answered with 503, and NGINX tries the next node
 * @param perUser sessions that one user may have on a node
 * @param perAddress sessions that one address may have on a node; a /64 network counts as one IPv6 address
 */
@ConfigurationProperties("damso.gateway.limits.sessions")
@Validated
public record SessionLimits(
        @DefaultValue("20000") @Min(1) @Max(1_000_000) int perNode,
        @DefaultValue("20") @Min(1) @Max(1_000_000) int perUser,
        @DefaultValue("500") @Min(1) @Max(1_000_000) int perAddress) {}
