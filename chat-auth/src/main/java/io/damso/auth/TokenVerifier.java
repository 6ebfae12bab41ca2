package io.damso.auth;

import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Checks tokens (RFC 7519 §7.2). Safe for use by many threads. */
public final class TokenVerifier {

    private static final String BEARER = "bearer ";
    private static final String ROLES_CLAIM = "roles";
    private static final int MAX_TOKEN_LENGTH = 8192;

    private final JwtParser parser;

    /** Creates a verifier for tokens signed with the configured secret. */
    public TokenVerifier(AuthProperties properties, Clock clock) {
        this.parser = Jwts.parser()
                .verifyWith(Keys.hmacShaKeyFor(properties.secret().getBytes(StandardCharsets.UTF_8)))
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(properties.clockSkew().toSeconds())
                .build();
    }

    /**
     * Returns whom an {@code Authorization} header speaks for (RFC 6750 §2.1).
     *
     * @param authorization header value, or null if the request had none
     * @throws TokenRejectedException if there is no bearer token, or as {@link #verify}
     */
    public AuthenticatedUser verifyAuthorization(@Nullable String authorization) throws TokenRejectedException {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new TokenRejectedException(ErrorCode.TOKEN_MISSING);
        }
        return verify(authorization.substring(BEARER.length()).strip());
    }

    /**
     * Returns whom a compact token speaks for.
     *
     * @throws TokenRejectedException if it is malformed, wrongly signed, outside its time, longer than 8 KiB, or without
     *     {@code exp} and a usable {@code sub}
     */
    public AuthenticatedUser verify(String token) throws TokenRejectedException {
        if (token.length() > MAX_TOKEN_LENGTH) {
            throw new TokenRejectedException(ErrorCode.TOKEN_INVALID);
        }
        Claims claims = parse(token);
        if (claims.getExpiration() == null || claims.getSubject() == null) {
            throw new TokenRejectedException(ErrorCode.TOKEN_INVALID);
        }
        UserId userId = UserId.parse(claims.getSubject())
                .orElseThrow(() -> new TokenRejectedException(ErrorCode.TOKEN_INVALID));
        return new AuthenticatedUser(userId, claims.getExpiration().toInstant(), Roles.of(claims, ROLES_CLAIM));
    }

    private Claims parse(String token) throws TokenRejectedException {
        try {
            return parser.parseSignedClaims(token).getPayload();
        } catch (ExpiredJwtException e) {
            throw new TokenRejectedException(ErrorCode.TOKEN_EXPIRED, e);
        } catch (JwtException | IllegalArgumentException e) {
            throw new TokenRejectedException(ErrorCode.TOKEN_INVALID, e);
        }
    }
}
