package io.damso.persistence;

import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.protocol.ErrorCode;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.damso.test.RawHttp;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins of pages, and that no answer contains internals of the service. */
class EdgeIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final String FRIEND = "Origin: https://app.example.com\r\n";
    private static final String STRANGER = "Origin: https://evil.example\r\n";

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                broker,
                mongo,
                "damso.edge.allowed-origins=https://app.example.com",
                "damso.persistence.store.selection-timeout=500ms");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/rooms", "/api/openapi", "/api/auth/token", "/nothing"})
    void pageOfAnotherSiteIsRefusedEverywhere(String path) {
        String answer = service.raw().get(path, STRANGER, bearer());
        assertThat(RawHttp.status(answer)).isEqualTo(403);
        assertThat(answer)
                .contains("application/problem+json", "\"code\":\"origin-refused\"")
                .doesNotContainIgnoringCase("access-control-allow-origin");
    }

    @Test
    void listedPageMayCallAndRead() {
        String answer = service.raw().get("/api/rooms", FRIEND, bearer());
        assertThat(RawHttp.status(answer)).isEqualTo(200);
        assertThat(answer).containsIgnoringCase("Access-Control-Allow-Origin: https://app.example.com\r\n");
    }

    @Test
    void listedPagesBrowserLearnsThatItMaySendTheTokenWithoutOne() {
        String answer = service.raw()
                .send(
                        "OPTIONS /api/rooms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + FRIEND
                                + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization,content-type\r\n\r\n");
        assertThat(RawHttp.status(answer)).isEqualTo(200);
        assertThat(answer).containsIgnoringCase("Access-Control-Allow-Headers: authorization, content-type\r\n");
    }

    @Test
    void ownPageBehindNginxMayCall() {
        String forwarded =
                "X-Forwarded-Host: chat.example.com\r\nX-Forwarded-Port: 443\r\nX-Forwarded-Proto: https\r\n";
        assertThat(RawHttp.status(
                        service.raw().get("/api/rooms", forwarded, "Origin: https://chat.example.com\r\n", bearer())))
                .isEqualTo(200);
        assertThat(RawHttp.status(service.raw()
                        .get("/api/rooms", forwarded, "Origin: https://chat.example.com:8443\r\n", bearer())))
                .isEqualTo(403);
    }

    static Stream<String> requests() {
        String authorized = "Host: localhost\n" + bearer().replace("\r\n", "\n");
        String json = authorized + "Content-Type: application/json\n";
        return Stream.of(
                "GET /api/rooms HTTP/1.1\nHost: localhost\n",
                "GET /api/rooms HTTP/1.1\nHost: localhost\nAuthorization: Bearer a.b.c\n",
                "GET /api/rooms HTTP/1.1\nHost: localhost\nAuthorization: Bearer " + "a".repeat(20_000) + "\n",
                "GET /api/rooms?limit=x HTTP/1.1\n" + authorized,
                "GET /api/rooms?limit=99999999999999999999 HTTP/1.1\n" + authorized,
                "GET /api/rooms?before=%F0%28 HTTP/1.1\n" + authorized,
                "GET /api/rooms?limit=%zz HTTP/1.1\n" + authorized,
                "GET /api/rooms/%2e%2e/x HTTP/1.1\n" + authorized,
                "GET /api/rooms/a;b HTTP/1.1\n" + authorized,
                "GET /api/rooms/a%00b HTTP/1.1\n" + authorized,
                "GET /api/../actuator/health HTTP/1.1\n" + authorized,
                "GET /actuator/health HTTP/1.1\n" + authorized,
                "GET /error HTTP/1.1\n" + authorized,
                "PATCH /api/rooms HTTP/1.1\n" + json + "Content-Length: 2\n\n{}",
                "TRACE /api/rooms HTTP/1.1\n" + authorized,
                "BREW /api/rooms HTTP/1.1\n" + authorized,
                "POST /api/rooms HTTP/1.1\n" + authorized + "Content-Type: text/xml\nContent-Length: 4\n\n<a/>",
                "POST /api/rooms HTTP/1.1\n" + authorized + "Content-Type: ///\nContent-Length: 2\n\n{}",
                "POST /api/rooms HTTP/1.1\n" + authorized + "Accept: image/png\nContent-Type: application/json\n"
                        + "Content-Length: 10\n\n{\"name\":1}",
                "POST /api/rooms HTTP/1.1\n" + json + "Content-Length: 5\n\n{\"a\":",
                "POST /api/rooms HTTP/1.1\n" + json + "Content-Length: 2\n\n[]",
                "POST /api/rooms HTTP/1.1\n" + json + "Content-Length: 4\n\nnull",
                "POST /api/rooms HTTP/1.1\n" + json + "Content-Length: 21\n\n{\"name\":{\"$gt\":null}}",
                "POST /api/rooms HTTP/1.1\n" + json + "Content-Length: 9\n\n" + "[".repeat(9),
                "POST /api/rooms HTTP/1.1\n" + json + "Content-Length: x\n",
                "POST /api/rooms HTTP/1.1\n" + json + "Transfer-Encoding: chunked\n\nzz\n",
                "GET /api/rooms HTTP/1.1\nHost: localhost\nX: " + "x".repeat(64 * 1024) + "\n",
                "nonsense\n");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void answerContainsNoInternalsOfTheService(String request) {
        String whole = request.contains("\n\n") ? request : request + "\n";
        String answer = service.raw()
                .send(whole.replaceFirst("\n\n", "\nConnection: close\n\n").replace("\n", "\r\n"));
        assertThat(RawHttp.status(answer)).as(answer).isBetween(400, 499);
        assertThat(RawHttp.leaks(answer)).as(answer).isEmpty();
    }

    @Test
    void hugeBodyIsRefusedWithoutInternals() {
        String body = "{\"name\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}";
        String answer = service.raw()
                .send("POST /api/rooms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + bearer()
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
        assertThat(RawHttp.leaks(answer)).as(answer).isEmpty();
    }

    @Test
    void unavailableStoreHasAnErrorCode() {
        mongo.disconnect();
        try {
            String answer = service.raw().get("/api/rooms", bearer());
            assertThat(RawHttp.status(answer)).isEqualTo(503);
            assertThat(RawHttp.leaks(answer)).as(answer).isEmpty();
            assertRefused(service.get("/api/rooms", "alice"), ErrorCode.STORE_UNAVAILABLE);
        } finally {
            mongo.reconnect();
        }
        await("the store")
                .atMost(Duration.ofMinutes(1))
                .until(() -> service.get("/api/rooms", "alice").status() == 200);
    }

    private static String bearer() {
        return "Authorization: Bearer " + service.token("alice") + "\r\n";
    }
}
