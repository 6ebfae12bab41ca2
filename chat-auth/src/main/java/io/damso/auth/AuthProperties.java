package io.damso.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tokens are checked.
 *
 * @param secret HMAC key that signs the tokens; at least 32 bytes (RFC 7518 §3.2)
 * @param clockSkew how far the clocks of issuer and services may differ
 */
@ConfigurationProperties("damso.auth")
public record AuthProperties(String secret, Duration clockSkew) {

    private static final int MIN_SECRET_BYTES = 32;

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException with the remedy, if the secret is missing or short, or the skew is negative
     */
    public AuthProperties(@Nullable String secret, @DefaultValue("5s") Duration clockSkew) {
        if (secret == null || secret.isBlank()) {
            throw new IllegalArgumentException("damso.auth.secret is not set. Set the environment variable "
                    + "DAMSO_AUTH_SECRET to the key that signs your tokens, for example the output of "
                    + "'openssl rand -base64 48'");
        }
        if (secret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("damso.auth.secret is shorter than " + MIN_SECRET_BYTES
                    + " bytes. Set DAMSO_AUTH_SECRET to a longer key, for example the output of "
                    + "'openssl rand -base64 48'");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("damso.auth.clock-skew is " + clockSkew + "; set 0s or more");
        }
        this.secret = secret;
        this.clockSkew = clockSkew;
    }

    @Override
    public String toString() {
        return "AuthProperties[clockSkew=" + clockSkew + "]";
    }
}
