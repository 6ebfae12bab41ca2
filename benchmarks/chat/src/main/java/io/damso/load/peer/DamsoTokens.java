package io.damso.load.peer;

import io.damso.auth.AuthProperties;
import io.damso.auth.TokenIssuer;
import io.damso.protocol.UserId;
import java.time.Clock;
import java.time.Duration;

/**
 * Tokens as an embedding product issues them. They are signed here with the secret of the cluster, because requests for
 * ten thousand tokens would be additional load. Thread-safe.
 */
final class DamsoTokens {

    /** Exceeds the duration of every run. */
    private static final Duration LIFETIME = Duration.ofDays(2);

    private final TokenIssuer issuer;

    DamsoTokens(String secret) {
        this.issuer = new TokenIssuer(new AuthProperties(secret.strip(), Duration.ZERO), Clock.systemUTC());
    }

    String token(String user) {
        return issuer.issue(new UserId(user), LIFETIME);
    }
}
