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

/** Checks tokens (RFC 7519 §7.2). Safe for use by many threads. */
public final class TokenVerifier {

    private static final String BEARER = "bearer ";

    private final AuthProperties properties;
    private final JwtParser parser;
    private final long maxLength;

    /**
     * Creates a verifier for tokens of the configured issuer. Waits for the issuer's keys, if they are at a URL, as
     * long as the settings allow; an issuer that does not answer is asked again when tokens come.
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
                .sig().clear().add(keys.algorithms()).and()
                // Neither encrypted nor compressed: a small token could unpack to a huge one.
                .key().clear().and()
                .enc().clear().and()
                .zip().clear().and()
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
        throw new IllegalArgumentException("damso.auth names no key");
    }

    /**
     * Returns whom an {@code Authorization} header speaks for (RFC 6750 §2.1).
     *
     * @param authorization header value, or null if the request had none
     * @throws TokenRejectedException if there is no bearer token, or as {@link #verify}
     */
    public AuthenticatedUser verifyAuthorization(@Nullable String authorization) throws TokenRejectedException {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new TokenRejectedException(ErrorCode.TOKEN_MISSING, "no bearer token");
        }
        return verify(authorization.substring(BEARER.length()).strip());
    }

    /**
     * Returns whom a compact token speaks for.
     *
     * @throws TokenRejectedException if it is malformed, wrongly signed, outside its time, too long, of another issuer
     *     or for others, or without a usable {@code sub} and, unless the settings allow it, {@code exp}; or, as
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
            throw invalid("sub is no user id");
        }
        return new AuthenticatedUser(
                userId, end == null ? null : end.toInstant(), Roles.of(claims, properties.rolesClaim()));
    }

    private static Set<String> audienceOf(Claims claims) {
        return claims.getAudience() == null ? Set.of() : claims.getAudience();
    }

    /** Whatever the library throws is a refusal: it has read bytes that anybody may have written. */
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

    /** Refuses tokens that bring a key, point to one, or ask for rules that nobody here knows (RFC 7515 §4.1.11). */
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
