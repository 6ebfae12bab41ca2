package io.damso.persistence.access;

import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.RunningService;
import io.damso.protocol.ErrorCode;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** REST with tokens of a product that publishes its keys, with the same settings and rules as at the gateway. */
class OwnTokensIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    @TempDir
    static Path directory;

    private static final KeyPair KEYS = Jwts.SIG.ES256.keyPair().build();
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        Path keys = directory.resolve("keys.json");
        // spotless:off
        Files.writeString(keys,
                "{\"keys\":[" + Jwks.json(Jwks.builder().key(KEYS.getPublic()).id("key-1").build()) + "]}");
        service = RunningService.start(broker, mongo, "damso.auth.secret=", "damso.auth.jwks.file=" + keys,
                "damso.auth.issuers=https://shop.example", "damso.auth.audiences=chat");
        // spotless:on
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void tokenOfTheProductIsAccepted() {
        assertThat(service.sendWith("GET", "/api/rooms", bearer(token()), null).status())
                .isEqualTo(200);
    }

    @Test
    void otherTokensAreRefused() {
        assertInvalid(token().issuer("https://other.example"));
        assertInvalid(token().audience().clear().add("web").and());
        assertInvalid(token().header().keyId("key-2").and());
        assertInvalid(token().signWith(Jwts.SIG.ES256.keyPair().build().getPrivate()));
        assertInvalid(token().signWith(Jwts.SIG.HS256.key().build()));
        assertInvalid(token().subject("a/b"));
        assertRefused(
                service.sendWith("GET", "/api/rooms", "Bearer " + service.token("alice"), null),
                ErrorCode.TOKEN_INVALID);
        assertRefused(
                service.sendWith(
                        "GET",
                        "/api/rooms",
                        bearer(token().expiration(Date.from(Instant.now().minusSeconds(60)))),
                        null),
                ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void tokenInTheQueryIsIgnored() {
        assertRefused(
                service.sendWith("GET", "/api/rooms?access_token=" + token().compact(), null, null),
                ErrorCode.TOKEN_MISSING);
    }

    private static void assertInvalid(JwtBuilder token) {
        assertRefused(service.sendWith("GET", "/api/rooms", bearer(token), null), ErrorCode.TOKEN_INVALID);
    }

    private static JwtBuilder token() {
        return Jwts.builder()
                .header()
                .keyId("key-1")
                .and()
                .issuer("https://shop.example")
                .audience()
                .add("chat")
                .and()
                .subject("alice")
                .expiration(Date.from(Instant.now().plusSeconds(300)))
                .signWith(KEYS.getPrivate());
    }

    private static String bearer(JwtBuilder token) {
        return "Bearer " + token.compact();
    }
}
