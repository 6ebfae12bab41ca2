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
    private final Clock clock;

    /** Creates an issuer that signs with the configured secret. */
    public TokenIssuer(AuthProperties properties, Clock clock) {
        this.key = Keys.hmacShaKeyFor(properties.secret().getBytes(StandardCharsets.UTF_8));
        this.clock = clock;
    }

    /** Returns a signed compact token for the user that ends after the lifetime. */
    public String issue(UserId userId, Duration lifetime) {
        Instant now = clock.instant();
        return Jwts.builder()
                .subject(userId.value())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(lifetime)))
                .signWith(key)
                .compact();
    }
}
