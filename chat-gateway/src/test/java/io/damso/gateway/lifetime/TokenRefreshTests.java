package io.damso.gateway.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.auth.AuthProperties;
import io.damso.auth.AuthenticatedUser;
import io.damso.auth.TokenIssuer;
import io.damso.auth.TokenVerifier;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TokenRefreshTests {

    private static final Instant NOW = Instant.parse("2026-07-31T12:00:00Z");
    private static final UserId ALICE = new UserId("alice");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final AuthProperties properties =
            new AuthProperties("test-secret-test-secret-test-secret", Duration.ofSeconds(5));
    private final TokenIssuer tokens = new TokenIssuer(properties, clock);
    private final TokenRefresh refresh =
            new TokenRefresh(new TokenVerifier(properties, clock), new JsonMapper(), clock);
    private final AuthenticatedUser present = new AuthenticatedUser(ALICE, NOW.plusSeconds(30), Set.of());

    @Test
    void freshTokenOfTheSameSubjectIsRead() throws RefusedException {
        assertThat(refresh.read(present, body(tokens.issue(ALICE, Duration.ofHours(1))))
                        .expiresAt())
                .isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void tokenOfAnotherSubjectIsRefused() {
        refused(body(tokens.issue(new UserId("Alice"), Duration.ofHours(1))), ErrorCode.TOKEN_INVALID);
    }

    @Test
    void tokenThatHasEndedIsRefusedWithinTheSkewToo() {
        refused(body(tokens.issue(ALICE, Duration.ofSeconds(-3))), ErrorCode.TOKEN_EXPIRED);
        refused(body(tokens.issue(ALICE, Duration.ofMinutes(-3))), ErrorCode.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, BODY_EMPTY",
                "nonsense, BODY_UNREADABLE",
                "[], BODY_UNREADABLE",
                "{}, BODY_UNREADABLE",
                "{\"token\":null}, BODY_UNREADABLE",
                "{\"token\":7}, BODY_UNREADABLE",
                "{\"token\":\"\"}, TOKEN_INVALID",
                "{\"token\":\"a.b.c\"}, TOKEN_INVALID"
            })
    void bodyWithoutAUsableTokenIsRefused(String body, ErrorCode code) {
        refused(body.getBytes(StandardCharsets.UTF_8), code);
    }

    private static byte[] body(String token) {
        return ("{\"token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private void refused(byte[] body, ErrorCode code) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> refresh.read(present, body))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
