package io.damso.load.peer;

import io.damso.auth.AuthProperties;
import io.damso.auth.TokenIssuer;
import io.damso.protocol.UserId;
import java.time.Clock;
import java.time.Duration;

/**
 * Tokens as an embedding product issues them: signed here with the cluster's secret, because ten thousand requests for
 * one would be a load of their own. Safe for use by many threads.
 */
final class DamsoTokens {

    /** Longer than any run. */
    private static final Duration LIFETIME = Duration.ofDays(2);

    private final TokenIssuer issuer;

    DamsoTokens(String secret) {
        this.issuer = new TokenIssuer(new AuthProperties(secret.strip(), Duration.ZERO), Clock.systemUTC());
    }

    String token(String user) {
        return issuer.issue(new UserId(user), LIFETIME);
    }
}
