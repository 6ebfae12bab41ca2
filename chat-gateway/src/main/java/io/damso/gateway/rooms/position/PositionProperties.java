package io.damso.gateway.rooms.position;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Tokens of positions.
 *
 * @param secret text from which the key of the tokens is derived, the same for all gateways; without it the password of
 *     the broker is used. Tokens of another secret are answered as position-invalid
 */
@ConfigurationProperties("damso.gateway.positions")
public record PositionProperties(@Nullable String secret) {

    /** Treats an empty secret as none. */
    public PositionProperties {
        secret = secret == null || secret.isBlank() ? null : secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "PositionProperties[]";
    }
}
