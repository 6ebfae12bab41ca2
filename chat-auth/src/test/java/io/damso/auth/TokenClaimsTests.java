package io.damso.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Tokens with a valid signature and various claims (RFC 7519 §4.1). The clock skew is 5 s. */
class TokenClaimsTests {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final long NOW = 1_893_456_000;
    private static final String END = "\"exp\":" + (NOW + 60);

    private final TokenVerifier plain = verifier(List.of(), List.of(), true);
    private final TokenVerifier strict =
            verifier(List.of("https://one.example/", "https://two.example"), List.of("chat", "damso"), true);

    @Test
    void timesCountWithinTheSkew() {
        assertAccepted(plain, "\"sub\":\"alice\",\"exp\":" + (NOW - 4));
        assertRefused(plain, "\"sub\":\"alice\",\"exp\":" + (NOW - 6), ErrorCode.TOKEN_EXPIRED);
        assertAccepted(plain, "\"sub\":\"alice\",\"nbf\":" + (NOW + 4) + "," + END);
        assertRefused(plain, "\"sub\":\"alice\",\"nbf\":" + (NOW + 6) + "," + END, ErrorCode.TOKEN_INVALID);
        assertAccepted(plain, "\"sub\":\"alice\",\"iat\":" + (NOW - 60) + ",\"nbf\":" + (NOW - 60) + "," + END);
        assertRefused(plain, "\"sub\":\"alice\",\"exp\":-1", ErrorCode.TOKEN_EXPIRED);
        assertRefused(plain, "\"sub\":\"alice\",\"exp\":0", ErrorCode.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1999999999\"",
                "\"2040-01-01T00:00:00Z\"",
                "\"never\"",
                "[1999999999]",
                "{}",
                "true",
                "null",
                "1e300",
                "9223372036854775807",
                "18446744073709551616",
                "\"\""
            })
    void timeMustBeANumberThatIsATime(String exp) {
        assertRefused(plain, "\"sub\":\"alice\",\"exp\":" + exp, ErrorCode.TOKEN_INVALID);
    }

    @Test
    void fractionsOfSecondsAreAllowed() {
        assertAccepted(plain, "\"sub\":\"alice\",\"exp\":" + (NOW + 60) + ".75");
    }

    @Test
    void tokenWithoutEndNeedsTheSetting() throws TokenRejectedException {
        assertRefused(plain, "\"sub\":\"alice\"", ErrorCode.TOKEN_INVALID);
        TokenVerifier lenient = verifier(List.of(), List.of(), false);
        assertThat(lenient.verify(token("\"sub\":\"alice\"")).expiresAt()).isNull();
        assertRefused(lenient, "\"sub\":\"alice\",\"exp\":" + (NOW - 6), ErrorCode.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\" \"",
                "\"al ice\"",
                "\"a/b\"",
                "\"*\"",
                "\"#\"",
                "\"a%2Fb\"",
                "\"a\\u0000b\"",
                "\"a\\nb\"",
                "\"a\\u202eb\"",
                "\".\"",
                "\"..\"",
                "null",
                "7",
                "[\"alice\"]",
                "{\"a\":1}",
                "true"
            })
    void subjectMustBeAUserId(String sub) {
        assertRefused(plain, "\"sub\":" + sub + "," + END, ErrorCode.TOKEN_INVALID);
    }

    @Test
    void subjectIsNeededAndBounded() {
        assertRefused(plain, END, ErrorCode.TOKEN_INVALID);
        assertAccepted(plain, "\"sub\":\"" + "x".repeat(128) + "\"," + END);
        assertRefused(plain, "\"sub\":\"" + "x".repeat(129) + "\"," + END, ErrorCode.TOKEN_INVALID);
        assertAccepted(plain, "\"sub\":\"auth0|5f7c8ec7c33c6c004bbafe82\"," + END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"iss\":\"https://one.example/\",\"aud\":\"chat\"",
                "\"iss\":\"https://two.example\",\"aud\":[\"web\",\"damso\"]"
            })
    void issuerAndAudienceThatAreListedPass(String claims) {
        assertAccepted(strict, "\"sub\":\"alice\"," + claims + "," + END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"aud\":\"chat\"", // no issuer
                "\"iss\":\"https://one.example\",\"aud\":\"chat\"", // without its slash
                "\"iss\":\"https://evil.example\",\"aud\":\"chat\"",
                "\"iss\":\"HTTPS://ONE.EXAMPLE/\",\"aud\":\"chat\"",
                "\"iss\":null,\"aud\":\"chat\"",
                "\"iss\":\"\",\"aud\":\"chat\"",
                "\"iss\":[\"https://one.example/\"],\"aud\":\"chat\"",
                "\"iss\":\"https://one.example/\"", // no audience
                "\"iss\":\"https://one.example/\",\"aud\":\"web\"",
                "\"iss\":\"https://one.example/\",\"aud\":[]",
                "\"iss\":\"https://one.example/\",\"aud\":[\"web\",\"chat2\"]",
                "\"iss\":\"https://one.example/\",\"aud\":\"chat damso\"",
                "\"iss\":\"https://one.example/\",\"aud\":{\"chat\":true}",
                "\"iss\":\"https://one.example/\",\"aud\":null"
            })
    void otherIssuersAndAudiencesAreRefused(String claims) {
        assertRefused(strict, "\"sub\":\"alice\"," + claims + "," + END, ErrorCode.TOKEN_INVALID);
    }

    @Test
    void issuerAndAudienceDoNotMatterUnlessSet() {
        assertAccepted(plain, "\"sub\":\"alice\",\"iss\":\"any\",\"aud\":\"any\"," + END);
    }

    @Test
    void rolesComeFromTheClaimThatIsSet() throws TokenRejectedException {
        AuthenticatedUser user = plain.verify(token("\"sub\":\"alice\",\"roles\":[\"admin\"]," + END));
        assertThat(user.hasRole("admin")).isTrue();
        assertThat(user.hasRole("Admin")).isFalse();
        assertThat(plain.verify(token("\"sub\":\"alice\",\"groups\":[\"admin\"]," + END))
                        .hasRole("admin"))
                .isFalse();
    }

    @Test
    void reasonContainsNothingOfTheToken() {
        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> plain.verify(token("\"sub\":\"private matter\"," + END)))
                .withMessageNotContaining("private")
                .withNoCause();
        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> plain.verify(RawToken.with("{\"private\":", "{}", "AAAA")))
                .withMessageNotContaining("private")
                .withNoCause();
    }

    private static TokenVerifier verifier(List<String> issuers, List<String> audiences, boolean requireExpiry) {
        // spotless:off
        AuthProperties properties = new AuthProperties(SECRET, null, null, AuthProperties.Jwks.NONE, issuers, audiences,
                Duration.ofSeconds(5), requireExpiry, "roles", DataSize.ofKilobytes(8));
        // spotless:on
        return new TokenVerifier(properties, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
    }

    private static String token(String claims) {
        return RawToken.hmac("{\"alg\":\"HS256\"}", "{" + claims + "}", SECRET.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertAccepted(TokenVerifier verifier, String claims) {
        try {
            assertThat(verifier.verify(token(claims)).expiresAt()).isNotNull();
        } catch (TokenRejectedException e) {
            throw new AssertionError(claims, e);
        }
    }

    private static void assertRefused(TokenVerifier verifier, String claims, ErrorCode code) {
        assertThatExceptionOfType(TokenRejectedException.class)
                .as(claims)
                .isThrownBy(() -> verifier.verify(token(claims)))
                .matches(e -> e.code() == code, code.slug());
    }
}
