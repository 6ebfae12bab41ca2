package io.damso.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTests {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final AuthProperties properties = new AuthProperties(SECRET, Duration.ofSeconds(5));
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final TokenVerifier verifier = new TokenVerifier(properties, clock);
    private final TokenIssuer issuer = new TokenIssuer(properties, clock);

    @Test
    void issuedTokenAuthenticatesItsSubjectUntilItExpires() throws TokenRejectedException {
        String token = issuer.issue(new UserId("한글@example.org"), Duration.ofMinutes(5));
        AuthenticatedUser user = verifier.verifyAuthorization("Bearer " + token);
        assertThat(user.getName()).isEqualTo("한글@example.org");
        assertThat(user.expiresAt()).isEqualTo(NOW.plusSeconds(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer  ", "bearer     ", "BEARER ", " Bearer ", "\t Bearer "})
    void schemeMayBeFollowedByAnyNumberOfSpaces(String scheme) throws TokenRejectedException {
        String token = issuer.issue(new UserId("alice"), Duration.ofMinutes(5));
        assertThat(verifier.verifyAuthorization(scheme + token).getName())
                .as("RFC 9110 §11.4")
                .isEqualTo("alice");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "Bearer", " Bearer", "Basic YTpi", "token"})
    void withoutBearerTokenAuthenticationFails(@Nullable String authorization) {
        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> verifier.verifyAuthorization(authorization))
                .matches(e -> e.code() == ErrorCode.TOKEN_MISSING);
    }

    @Test
    void expiredTokenIsNamedAsSuchBeyondTheSkewOnly() throws TokenRejectedException {
        UserId alice = new UserId("alice");
        assertThat(verifier.verify(issuer.issue(alice, Duration.ofSeconds(-4))).userId())
                .isEqualTo(alice);
        assertRejected(issuer.issue(alice, Duration.ofSeconds(-6)), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void tokenOfAnotherKeyIsRefused() {
        AuthProperties others = new AuthProperties("x".repeat(32), Duration.ZERO);
        assertRejected(
                new TokenIssuer(others, clock).issue(new UserId("alice"), Duration.ofHours(1)),
                ErrorCode.TOKEN_INVALID);
    }

    @Test
    void unsignedTokenIsRefused() {
        String unsigned = Jwts.builder()
                .subject("alice")
                .expiration(Date.from(NOW.plusSeconds(60)))
                .compact();
        assertRejected(unsigned, ErrorCode.TOKEN_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b.c", "....", "\u0000"})
    void garbageIsRefused(String token) {
        assertRejected(token, ErrorCode.TOKEN_INVALID);
    }

    @Test
    void hugeTokenIsRefused() {
        assertRejected("a".repeat(1_000_000), ErrorCode.TOKEN_INVALID);
    }

    @Test
    void tokenWithoutEndOrUsableSubjectIsRefused() {
        assertRejected(signed(null, NOW.plusSeconds(60)), ErrorCode.TOKEN_INVALID);
        assertRejected(signed("al ice", NOW.plusSeconds(60)), ErrorCode.TOKEN_INVALID);
        assertRejected(signed("alice", null), ErrorCode.TOKEN_INVALID);
    }

    private static String signed(@Nullable String subject, @Nullable Instant end) {
        return Jwts.builder()
                .claim("role", "any")
                .subject(subject)
                .expiration(end == null ? null : Date.from(end))
                .signWith(Keys.hmacShaKeyFor(SECRET.getBytes(StandardCharsets.UTF_8)))
                .compact();
    }

    private void assertRejected(String token, ErrorCode code) {
        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> verifier.verify(token))
                .matches(e -> e.code() == code, code.slug());
    }
}
