package io.damso.auth;

import io.damso.auth.keys.FixedKey;
import io.damso.auth.keys.JwksFile;
import io.damso.auth.keys.JwksUrl;
import io.damso.auth.keys.KeySource;
import io.damso.auth.keys.PublishedKeys;
import io.damso.auth.keys.RejectedKeyException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.LocatorAdapter;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.Key;
import java.time.Clock;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies tokens (RFC 7519 §7.2). Thread-safe. */
public final class TokenVerifier {

    private static final String BEARER = "bearer ";

    private final AuthProperties properties;
    private final JwtParser parser;
    private final long maxLength;

    /**
     * Creates a verifier for tokens of the configured issuer. If the keys are at a URL, the constructor waits for them
     * for at most {@code damso.auth.jwks.timeout}; if the issuer does not answer, the keys are read when tokens arrive.
     *
     * @throws IllegalArgumentException with the remedy, if a configured key cannot be read or used
     */
    public TokenVerifier(AuthProperties properties, Clock clock) {
        this(properties, clock, keysOf(properties));
    }

    TokenVerifier(AuthProperties properties, Clock clock, KeySource keys) {
        this.properties = properties;
        this.maxLength = properties.maxTokenSize().toBytes();
        this.parser = Jwts.parser()
                .json(new StrictJson())
                .sig()
                .clear()
                .add(keys.algorithms())
                .and()
                // No encrypted and no compressed tokens: a small compressed token could expand to a huge one.
                .key()
                .clear()
                .and()
                .enc()
                .clear()
                .and()
                .zip()
                .clear()
                .and()
                .keyLocator(new HeaderRules(keys))
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(properties.clockSkew().toSeconds())
                .build();
    }

    private static KeySource keysOf(AuthProperties properties) {
        AuthProperties.Jwks jwks = properties.jwks();
        if (properties.secret() != null) {
            return FixedKey.ofSecret(properties.secret());
        } else if (properties.publicKey() != null) {
            return FixedKey.ofPem("damso.auth.public-key", properties.publicKey());
        } else if (properties.publicKeyFile() != null) {
            return FixedKey.ofPemFile("damso.auth.public-key-file", properties.publicKeyFile());
        } else if (jwks.url() != null) {
            return new PublishedKeys(new JwksUrl(jwks.url(), jwks.timeout(), jwks.maxSize()), jwks.times());
        } else if (jwks.file() != null) {
            return JwksFile.keys(jwks.file(), jwks.maxSize(), jwks.times());
        }
        throw new IllegalArgumentException("No key is set under damso.auth");
    }

    /**
     * Returns the user that an {@code Authorization} header identifies (RFC 6750 §2.1). White space before the value
     * and several spaces after the scheme are ignored (RFC 9110 §5.5, §11.4); HTTP servers remove them, STOMP does not.
     *
     * @param authorization header value, or null if the request had none
     * @throws TokenRejectedException if there is no bearer token, or as {@link #verify}
     */
    public AuthenticatedUser verifyAuthorization(@Nullable String authorization) throws TokenRejectedException {
        String credentials = authorization == null ? "" : authorization.stripLeading();
        if (!credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new TokenRejectedException(ErrorCode.TOKEN_MISSING, "no bearer token");
        }
        return verify(credentials.substring(BEARER.length()).strip());
    }

    /**
     * Returns the user that a compact token identifies.
     *
     * @throws TokenRejectedException if it is malformed, too long, expired or not valid yet, has an invalid signature,
     *     another issuer or audience, no valid {@code sub} or, unless the settings allow it, no {@code exp}; or, as
     *     retryable, if the keys of its issuer cannot be read
     */
    public AuthenticatedUser verify(String token) throws TokenRejectedException {
        if (token.length() > maxLength) {
            throw invalid("longer than damso.auth.max-token-size");
        }
        Claims claims = parse(token);
        if (!properties.issuers().isEmpty() && !properties.issuers().contains(String.valueOf(claims.getIssuer()))) {
            throw invalid("iss is not in damso.auth.issuers");
        }
        if (!properties.audiences().isEmpty() && Collections.disjoint(properties.audiences(), audienceOf(claims))) {
            throw invalid("aud is not in damso.auth.audiences");
        }
        Date end = claims.getExpiration();
        if (end == null && properties.requireExpiry()) {
            throw invalid("no exp");
        }
        UserId userId = UserId.parse(String.valueOf(claims.getSubject())).orElse(null);
        if (claims.getSubject() == null || userId == null) {
            throw invalid("sub is not a user id");
        }
        return new AuthenticatedUser(
                userId, end == null ? null : end.toInstant(), Roles.of(claims, properties.rolesClaim()));
    }

    private static Set<String> audienceOf(Claims claims) {
        return claims.getAudience() == null ? Set.of() : claims.getAudience();
    }

    /** Maps every exception of the library to a rejection: its input is not trusted. */
    private Claims parse(String token) throws TokenRejectedException {
        try {
            return parser.parseSignedClaims(token).getPayload();
        } catch (ExpiredJwtException e) {
            throw new TokenRejectedException(ErrorCode.TOKEN_EXPIRED, "exp has passed");
        } catch (RejectedKeyException e) {
            throw new TokenRejectedException(e.code(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw invalid(e.getClass().getSimpleName()); // its message may hold parts of the token
        }
    }

    private static TokenRejectedException invalid(String reason) {
        return new TokenRejectedException(ErrorCode.TOKEN_INVALID, reason);
    }

    /** Refuses tokens that contain a key, refer to one, or have critical extensions (RFC 7515 §4.1.11). */
    private static final class HeaderRules extends LocatorAdapter<Key> {

        private static final List<String> REFUSED = List.of("jwk", "jku", "x5u", "x5c", "crit", "b64", "zip");

        private final KeySource keys;

        HeaderRules(KeySource keys) {
            this.keys = keys;
        }

        @Override
        protected Key locate(JwsHeader header) {
            if (REFUSED.stream().anyMatch(header::containsKey)) {
                throw new UnsupportedJwtException("Header that is not allowed");
            }
            return keys.find(header);
        }
    }
}
