package io.damso.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.protocol.ErrorCode;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** An issuer that changes its keys, or is not available, and tokens with unknown key ids. */
class PublishedKeysTests {

    private static final KeyPair FIRST = Jwts.SIG.RS256.keyPair().build();
    private static final KeyPair SECOND = Jwts.SIG.RS256.keyPair().build();
    private static final KeyPair EC = Jwts.SIG.ES256.keyPair().build();
    private static final KeyPair ED = Jwts.SIG.EdDSA.keyPair().build();
    private static final Duration REFRESH = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final PublishedKeys.Times TIMES = new PublishedKeys.Times(REFRESH, RETRY, Duration.ofSeconds(30));

    private final AtomicLong nanos = new AtomicLong(-7);
    private JwksServer server;

    @BeforeEach
    void start() throws IOException {
        server = new JwksServer().publish(JwksServer.set("first", FIRST));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void keysOfEveryKindCheckTokens() {
        server.publish(JwksServer.set("rsa", FIRST, "ec", EC, "ed", ED));
        PublishedKeys keys = keys();
        assertAccepted(keys, token("rsa", FIRST));
        assertAccepted(keys, token("ec", EC));
        assertAccepted(keys, token("ed", ED));
        assertThat(server.questions()).isEqualTo(1);
    }

    @Test
    void newKeyIsFoundWhenItsFirstTokenComes() {
        PublishedKeys keys = keys();
        server.publish(JwksServer.set("first", FIRST, "second", SECOND));
        pass(RETRY);
        assertAccepted(keys, token("second", SECOND));
        assertAccepted(keys, token("first", FIRST));
        assertThat(server.questions()).isEqualTo(2);
    }

    @Test
    void manyUnknownKeysCauseOneRequestPerPause() throws Exception {
        PublishedKeys keys = keys();
        for (int pause = 0; pause < 3; pause++) {
            List<Future<?>> flood = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 200; i++) {
                    String token = token("unknown-" + i, SECOND);
                    flood.add(threads.submit(() -> assertRefused(keys, token, ErrorCode.TOKEN_INVALID)));
                }
            }
            for (Future<?> one : flood) {
                one.get();
            }
            assertThat(server.questions()).isEqualTo(1 + pause);
            assertAccepted(keys, token("first", FIRST));
            pass(RETRY);
        }
    }

    @Test
    void agedKeysAreAskedForInTheBackground() throws Exception {
        PublishedKeys keys = keys();
        server.awaitQuestion();
        pass(REFRESH.minusSeconds(1));
        assertAccepted(keys, token("first", FIRST));
        assertThat(server.questions()).isZero();
        pass(Duration.ofSeconds(1));
        assertAccepted(keys, token("first", FIRST));
        server.awaitQuestion();
    }

    @Test
    void withdrawnKeyIsNotUsedAfterALongIdleTime() {
        PublishedKeys keys = keys();
        server.publish(JwksServer.set("second", SECOND));
        pass(REFRESH.multipliedBy(3));
        assertRefused(keys, token("first", FIRST), ErrorCode.TOKEN_INVALID);
        assertAccepted(keys, token("second", SECOND));
    }

    @Test
    void lastValidKeysAreUsedWhileTheIssuerIsUnavailable() {
        PublishedKeys keys = keys();
        server.fail(500);
        for (int i = 0; i < 10; i++) {
            pass(REFRESH.multipliedBy(3));
            assertAccepted(keys, token("first", FIRST));
        }
        assertRefused(keys, token("second", SECOND), ErrorCode.TOKEN_UNVERIFIABLE);
        int before = server.questions();
        for (int i = 0; i < 100; i++) {
            assertRefused(keys, token("second", SECOND), ErrorCode.TOKEN_UNVERIFIABLE);
        }
        assertThat(server.questions()).isEqualTo(before);
        server.publish(JwksServer.set("second", SECOND));
        pass(RETRY);
        assertAccepted(keys, token("second", SECOND));
    }

    @Test
    void invalidDocumentDoesNotReplaceValidKeys() {
        PublishedKeys keys = keys();
        for (String nonsense : List.of(
                "",
                "[]",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":7}",
                "<html>",
                "null",
                "{\"keys\":[{\"kty\":\"RSA\"}]}",
                "{\"keys\":[7]}")) {
            server.publish(nonsense);
            pass(REFRESH.multipliedBy(3));
            assertAccepted(keys, token("first", FIRST));
        }
    }

    @Test
    void issuerMayBeUnavailableAtTheStart() {
        server.fail(503);
        PublishedKeys keys = keys();
        assertThat(keys.areKnown()).isFalse();
        assertRefused(keys, token("first", FIRST), ErrorCode.TOKEN_UNVERIFIABLE);
        assertRefused(keys, token(null, FIRST), ErrorCode.TOKEN_UNVERIFIABLE);
        server.publish(JwksServer.set("first", FIRST));
        pass(RETRY);
        assertAccepted(keys, token("first", FIRST));
    }

    @Test
    void tokenWithoutKeyIdNeedsASetWithOneKeyThatFits() {
        server.publish(JwksServer.set("rsa", FIRST, "ec", EC));
        PublishedKeys one = keys();
        assertAccepted(one, token(null, FIRST));
        assertAccepted(one, token(null, EC));
        server.publish(JwksServer.set("first", FIRST, "second", SECOND));
        assertRefused(keys(), token(null, FIRST), ErrorCode.TOKEN_INVALID);
    }

    @Test
    void keyIsUsedOnlyForItsPurpose() {
        String signs = JwksServer.key("signs", FIRST);
        server.publish(JwksServer.setOf(
                signs.replaceFirst("\\{", "{\"alg\":\"RS256\","),
                JwksServer.key("encrypts", SECOND).replaceFirst("\\{", "{\"use\":\"enc\","),
                "{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"" + "A".repeat(43) + "\"}"));
        PublishedKeys keys = keys();
        assertAccepted(keys, token("signs", FIRST.getPrivate(), Jwts.SIG.RS256));
        assertRefused(keys, token("signs", FIRST.getPrivate(), Jwts.SIG.RS512), ErrorCode.TOKEN_INVALID);
        assertRefused(keys, token("signs", FIRST.getPrivate(), Jwts.SIG.PS256), ErrorCode.TOKEN_INVALID);
        assertRefused(keys, token("signs", EC), ErrorCode.TOKEN_INVALID);
        assertRefused(keys, token("encrypts", SECOND), ErrorCode.TOKEN_INVALID);
        pass(RETRY);
        assertRefused(keys, token("secret", SECOND), ErrorCode.TOKEN_INVALID);
    }

    @Test
    void privateKeyInTheSetIsIgnored() {
        server.publish(JwksServer.setOf(Jwks.UNSAFE_JSON(
                Jwks.builder().key(FIRST.getPrivate()).id("first").build())));
        assertThat(keys().areKnown()).isFalse();
    }

    @Test
    void answerIsBoundedInSizeAndTime() {
        String huge = "{\"pad\":\"" + "x".repeat(70_000) + "\",\"keys\":[" + JwksServer.key("first", FIRST) + "]}";
        assertFails(server.publish(huge), Duration.ofSeconds(30), "max-size");
        assertFails(server.fail(302), Duration.ofSeconds(30), "302");
        assertFails(server.fail(404), Duration.ofSeconds(30), "404");
        assertFails(server.drip(), Duration.ofSeconds(2), "no complete answer");
        server.close();
        assertFails(server, Duration.ofSeconds(30), "ConnectException");
    }

    @Test
    void redirectIsNotFollowed() {
        server.fail(302);
        keys();
        assertThat(server.questions()).isEqualTo(1);
    }

    @Test
    void fileIsReadAgain(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("keys.json");
        Files.writeString(file, JwksServer.set("first", FIRST));
        PublishedKeys keys = new PublishedKeys(new JwksFile(file, DataSize.ofKilobytes(64)), TIMES, nanos::get);
        Files.writeString(file, JwksServer.set("second", SECOND));
        pass(RETRY);
        assertAccepted(keys, token("second", SECOND));
        Files.delete(file);
        pass(REFRESH.multipliedBy(3));
        assertAccepted(keys, token("second", SECOND));
    }

    @Test
    void fileThatCannotBeUsedIsRefusedWithTheRemedy(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("keys.json");
        assertFileRefused(file);
        Files.writeString(file, "-----BEGIN PUBLIC KEY-----");
        assertFileRefused(file);
        Files.writeString(file, " ".repeat(70_000));
        assertFileRefused(file);
    }

    private static void assertFileRefused(Path file) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> JwksFile.keys(file, DataSize.ofKilobytes(64), TIMES))
                .withMessageContaining("damso.auth.jwks.file")
                .withMessageContaining("name a file");
    }

    private static void assertFails(JwksServer server, Duration timeout, String reason) {
        JwksUrl url = new JwksUrl(server.url(), timeout, DataSize.ofKilobytes(64));
        assertThatExceptionOfType(IOException.class).isThrownBy(url::read).withMessageContaining(reason);
    }

    private PublishedKeys keys() {
        JwksUrl url = new JwksUrl(server.url(), TIMES.timeout(), DataSize.ofKilobytes(64));
        return new PublishedKeys(url, TIMES, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static String token(@Nullable String kid, KeyPair pair) {
        return Jwts.builder()
                .header()
                .keyId(kid)
                .and()
                .subject("alice")
                .signWith(pair.getPrivate())
                .compact();
    }

    private static String token(String kid, PrivateKey key, SecureDigestAlgorithm<PrivateKey, ?> algorithm) {
        return Jwts.builder()
                .header()
                .keyId(kid)
                .and()
                .subject("alice")
                .signWith(key, algorithm)
                .compact();
    }

    private static void parse(PublishedKeys keys, String token) {
        Jwts.parser()
                .keyLocator(header -> keys.find((JwsHeader) header))
                .build()
                .parseSignedClaims(token);
    }

    private static void assertAccepted(PublishedKeys keys, String token) {
        parse(keys, token);
    }

    private static void assertRefused(PublishedKeys keys, String token, ErrorCode code) {
        assertThatExceptionOfType(JwtException.class)
                .isThrownBy(() -> parse(keys, token))
                .isInstanceOfSatisfying(
                        RejectedKeyException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
