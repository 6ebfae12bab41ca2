package io.damso.auth;

import io.damso.protocol.UserId;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.crypto.SecretKey;

/** Issues tokens as an embedding product does; for the demo and for tests. Thread-safe. */
public final class TokenIssuer {

    private final SecretKey key;
    private final AuthProperties properties;
    private final Clock clock;

    /**
     * Creates an issuer that signs with the configured secret.
     *
     * @throws IllegalArgumentException with the remedy, if tokens are verified with another kind of key
     */
    public TokenIssuer(AuthProperties properties, Clock clock) {
        if (properties.secret() == null) {
            throw new IllegalArgumentException("Tokens can be issued only with damso.auth.secret, but tokens are "
                    + "verified with a public key. Set damso.demo.enabled to false, or use a secret");
        }
        this.key = Keys.hmacShaKeyFor(properties.secret().getBytes(StandardCharsets.UTF_8));
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Returns a signed compact token for the user that expires after the lifetime, with the configured issuer and
     * audience.
     */
    public String issue(UserId userId, Duration lifetime) {
        Instant now = clock.instant();
        return Jwts.builder()
                .issuer(properties.issuers().stream().findFirst().orElse(null))
                .audience()
                .add(properties.audiences().stream().limit(1).toList())
                .and()
                .subject(userId.value())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(lifetime)))
                .signWith(key)
                .compact();
    }
}
