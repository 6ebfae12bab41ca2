package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.client.Trust;
import io.damso.protocol.ErrorCode;
import io.damso.test.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NGINX's answers to hand-written requests: origins, TLS, headers, and paths that it does not pass on. */
class EdgeIT extends SystemTest {

    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v12.stomp\r\n";
    private static final String CLOSE_FRAME = "\u0088\u0080\0\0\0\0";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/prometheus",
                "/%61ctuator/health",
                "/actuator%2fhealth",
                "/api/../actuator/health",
                "/api/%2e%2e/actuator/health",
                "/api/..%2factuator/health",
                "/api/..;/actuator/health",
                "/api/;/../actuator/health",
                "/api//../actuator/health",
                "/api/.%2e/actuator/health",
                "/api/%252e%252e/actuator/health",
                "/api/..%5cactuator/health",
                "/api\\\\..\\\\actuator/health",
                "/ws/../actuator/health",
                "/ws/info/../../actuator/health",
                "/ws/%2e%2e/actuator/health",
                "/ws/..%2factuator/info/xhr",
                "/api/actuator/health",
                "/ACTUATOR/health",
                "//actuator/health",
                "/./actuator/health",
                "/actuator/health?x=/api/",
                "/actuator%00/health",
                "/api/%2e%2e%2f%2e%2e%2factuator%2fhealth",
                "/chat/../actuator/env",
                "/ws%2f..%2factuator"
            })
    void actuatorCannotBeReached(String path) throws Exception {
        String answer = cluster.raw().get(path);
        assertThat(RawHttp.status(answer)).as(answer).isIn(400, 401, 404, 405);
        assertThat(answer).doesNotContain("\"status\":\"UP\"", "jvm_memory", "\"groups\"", "_links");
        assertThat(RawHttp.leaks(answer)).as(answer).isEmpty();
    }

    @Test
    void actuatorCannotBeReachedByASockJsPath() throws Exception {
        String answer = cluster.raw().get("/ws/actuator/health/websocket");
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(426);
        assertThat(answer).contains("\"code\":\"upgrade-required\"").doesNotContain("\"status\":\"UP\"", "\"groups\"");
        assertThat(RawHttp.leaks(answer)).as(answer).isEmpty();
    }

    @Test
    void actuatorCannotBeReachedByAnotherHostOrMethodOrAbsoluteAddress() throws Exception {
        for (String request : new String[] {
            "GET https://127.0.0.1:%d/actuator/health HTTP/1.1\r\nHost: 127.0.0.1".formatted(cluster.port(9102)),
            "GET /actuator/health HTTP/1.1\r\nHost: 127.0.0.1:" + cluster.port(9102),
            "POST /actuator/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0",
            "CONNECT 127.0.0.1:%d HTTP/1.1\r\nHost: localhost".formatted(cluster.port(9102)),
            "OPTIONS * HTTP/1.1\r\nHost: localhost"
        }) {
            String answer = cluster.raw().send(request + "\r\nConnection: close\r\n\r\n");
            assertThat(RawHttp.status(answer)).as(request).isIn(400, 404, 405);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "own, 101",
        "https://evil.example, 403",
        "null, 403",
        "http://localhost, 403",
        "https://localhost, 403",
        "https://localhost.evil.example, 403",
        ", 101"
    })
    void handshakeIsAcceptedOrRefusedByItsOrigin(String origin, int status) throws Exception {
        String header = origin == null ? "" : "Origin: " + (origin.equals("own") ? cluster.web() : origin) + "\r\n";
        String answer = cluster.raw()
                .send("GET /ws HTTP/1.1\r\nHost: " + cluster.web().getAuthority() + "\r\n" + UPGRADE + header + "\r\n"
                        + CLOSE_FRAME);
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
        if (status == 403) {
            assertThat(answer).contains("\"code\":\"origin-refused\"");
        }
    }

    @Test
    void endpointWithASlashIsTheEndpointAndHasTheSockJsWelcomeText() throws Exception {
        String answer = cluster.raw()
                .send("GET /ws/ HTTP/1.1\r\nHost: " + cluster.web().getAuthority() + "\r\n" + UPGRADE + "\r\n"
                        + CLOSE_FRAME);
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(101);
        assertThat(cluster.raw().get("/ws/")).contains("Welcome to SockJS!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/info", "/ws/000/o1/eventsource", "/ws/000/o2/websocket", "/api/rooms", "/api/openapi"})
    void pageOfAnotherSiteIsRefusedByEveryWayIn(String path) throws Exception {
        String answer = cluster.raw().get(path, "Origin: https://evil.example\r\n", bearer());
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(403);
        assertThat(answer)
                .contains("\"code\":\"origin-refused\"")
                .doesNotContainIgnoringCase("access-control-allow-origin");
    }

    @Test
    void forwardedHeadersOfAClientDoNotChangeTheOwnOrigin() throws Exception {
        String answer = cluster.raw()
                .get(
                        "/api/rooms",
                        "Origin: https://evil.example\r\n",
                        bearer(),
                        "X-Forwarded-Host: evil.example\r\nX-Forwarded-Port: 443\r\n",
                        "Forwarded: host=evil.example;proto=https\r\n");
        assertThat(RawHttp.status(answer)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/main.js",
                "/api/rooms",
                "/api/openapi",
                "/ws/info",
                "/ws",
                "/nothing",
                "/vendor/sockjs.min.js"
            })
    void noAnswerHasACookieOrAVersionAndEachHasHsts(String path) throws Exception {
        String answer = cluster.raw().get(path, bearer(), "Cookie: JSESSIONID=dummy\r\n");
        assertThat(answer)
                .doesNotContainIgnoringCase("set-cookie")
                .containsIgnoringCase("Strict-Transport-Security: " + DamsoRun.HSTS + "\r\n")
                .containsIgnoringCase("\r\nServer: nginx\r\n");
        assertThat(answer.split("(?i)strict-transport-security")).hasSize(2);
    }

    @Test
    void pageHasAStrictPolicyAndTheOtherSecurityHeaders() throws Exception {
        String page = cluster.raw().get("/");
        assertThat(page)
                .contains(
                        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';",
                        "frame-ancestors 'none'",
                        "connect-src 'self' wss://localhost:" + cluster.port(8443) + ";")
                .contains(
                        "X-Content-Type-Options: nosniff",
                        "Referrer-Policy: no-referrer",
                        "X-Frame-Options: DENY",
                        "Permissions-Policy: camera=()",
                        "Cross-Origin-Opener-Policy: same-origin");
        assertThat(page).doesNotContain("unsafe-", "<style", "style=", "onclick=", "<script>");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void typeOfEveryProblemIsAPage(ErrorCode code) throws Exception {
        String page = cluster.raw().get("/problems/" + code.slug());
        assertThat(RawHttp.status(page)).as(page).isEqualTo(200);
        assertThat(page)
                .contains(
                        "Content-Type: text/html; charset=utf-8",
                        "Content-Security-Policy: default-src 'none';",
                        "<h1>" + code.title().replace("\"", "&quot;") + "</h1>",
                        "<code>" + code.slug() + "</code>",
                        "<dd>" + code.httpStatus() + "</dd>",
                        "<dt>When</dt><dd>",
                        "<dt>What to do</dt><dd>",
                        code.retryable() ? "Yes, after a moment" : "No: the same request")
                .doesNotContain("<style", "style=", "<script");
        assertThat(cluster.raw().get("/problems/")).contains("<a href=\"/problems/" + code.slug() + "\">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/problems", "/problems/nothing", "/problems/bad-request/", "/problems/..%2fproblems", "/main"})
    void noOtherPathLeadsToAPage(String path) throws Exception {
        assertThat(RawHttp.status(cluster.raw().get(path))).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/problems/..%2findex", "/problems/%2e%2e"})
    void pathThatResolvesToTheFrontPageShowsNothingElse(String path) throws Exception {
        String page = cluster.raw().get("/");
        String answer = cluster.raw().get(path);
        assertThat(RawHttp.status(answer)).isEqualTo(200);
        assertThat(answer.substring(answer.indexOf("\r\n\r\n"))).isEqualTo(page.substring(page.indexOf("\r\n\r\n")));
    }

    @Test
    void hostHeaderCannotChangeThePolicy() throws Exception {
        String page =
                cluster.raw().send("GET / HTTP/1.1\r\nHost: localhost\"; script-src *\r\nConnection: close\r\n\r\n");
        assertThat(page).doesNotContain("script-src *");
    }

    @Test
    void answersOfTheApiAreNotRenderedAsPages() throws Exception {
        assertThat(cluster.raw().get("/api/rooms", bearer()))
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
                .containsIgnoringCase("Cache-Control: no-cache, no-store");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLSv1.3, TLS_AES_128_GCM_SHA256"})
    void modernTlsIsServed(String protocol, String cipher) throws Exception {
        assertThat(handshake(protocol, cipher)).isEqualTo(protocol + " " + cipher);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"
            })
    void oldCiphersAreNot(String cipher) {
        assertThatThrownBy(() -> handshake("TLSv1.2", cipher)).isInstanceOf(SSLException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void oldProtocolsAreNot(String option) throws Exception {
        // spotless:off
        // With openssl, because the JDK has no old protocols any more; openssl's own policy is lowered, so that NGINX
        // must refuse.
        Process client = new ProcessBuilder("openssl", "s_client", option, "-cipher", "ALL:@SECLEVEL=0",
                "-connect", "localhost:" + cluster.port(8443)).redirectErrorStream(true).start();
        // spotless:on
        client.getOutputStream().close();
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor()).as(output).isNotZero();
        assertThat(output).containsAnyOf("alert protocol version", "no protocols available");
    }

    private String handshake(String protocol, String cipher) throws IOException {
        SSLContext context = Trust.certificate(cluster.runDirectory().resolve("secrets/nginx/tls.crt"));
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", cluster.port(8443))) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(new String[] {cipher});
            socket.startHandshake();
            return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
        }
    }

    private String bearer() {
        return "Authorization: Bearer " + alicesToken + "\r\n";
    }
}
