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

/** Issues tokens as an embedding product would; for the demo and for tests. Safe for use by many threads. */
public final class TokenIssuer {

    private final SecretKey key;
    private final AuthProperties properties;
    private final Clock clock;

    /**
     * Creates an issuer that signs with the configured secret.
     *
     * @throws IllegalArgumentException with the remedy, if tokens are checked with another kind of key
     */
    public TokenIssuer(AuthProperties properties, Clock clock) {
        if (properties.secret() == null) {
            throw new IllegalArgumentException("Tokens can be issued with damso.auth.secret only, but tokens are "
                    + "checked with a public key here. Set damso.demo.enabled to false, or use a secret");
        }
        this.key = Keys.hmacShaKeyFor(properties.secret().getBytes(StandardCharsets.UTF_8));
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Returns a signed compact token for the user that ends after the lifetime; issuer and audience are as required.
     */
    public String issue(UserId userId, Duration lifetime) {
        Instant now = clock.instant();
        return Jwts.builder()
                .issuer(properties.issuers().stream().findFirst().orElse(null))
                .audience().add(properties.audiences().stream().limit(1).toList()).and()
                .subject(userId.value())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(lifetime)))
                .signWith(key)
                .compact();
    }
}
