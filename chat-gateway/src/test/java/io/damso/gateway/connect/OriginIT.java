package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.GatewayTest;
import io.damso.test.RawHttp;
import java.util.UUID;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Origins of pages at every endpoint. No answer sets a cookie. */
@TestPropertySource(properties = "damso.edge.allowed-origins=https://app.example.com")
@DirtiesContext
class OriginIT extends GatewayTest {

    private static final String UPGRADE = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v12.stomp\r\n";
    private static final String BEHIND_NGINX =
            "X-Forwarded-Host: chat.example.com\r\nX-Forwarded-Port: 443\r\nX-Forwarded-Proto: https\r\n";

    @ParameterizedTest
    @CsvSource({
        "https://chat.example.com, 101",
        "https://app.example.com, 101",
        "https://evil.example, 403",
        "null, 403",
        "http://chat.example.com, 403",
        "https://chat.example.com.evil.example, 403",
        "https://chat.example.com:8443, 403"
    })
    void handshakeIsAcceptedOrRefusedByItsOrigin(String origin, int status) {
        String answer = handshake("Origin: " + origin + "\r\n");
        assertThat(RawHttp.status(answer)).isEqualTo(status);
        if (status == 403) {
            assertThat(answer).contains("application/problem+json", "\"code\":\"origin-refused\"");
        }
    }

    @Test
    void clientThatIsNoBrowserHasNoOriginAndConnects() {
        assertThat(RawHttp.status(handshake(""))).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "info",
                "000/%s/xhr",
                "000/%s/xhr_streaming",
                "000/%s/eventsource",
                "000/%s/websocket",
                "websocket"
            })
    void sockJsIsAcceptedOrRefusedByItsOrigin(String path) {
        String target = "/ws/" + path.formatted("s" + UUID.randomUUID());
        String answer = rawHttp()
                .send((path.contains("xhr") ? "POST " : "GET ") + target + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Connection: close\r\nContent-Length: 0\r\nOrigin: https://evil.example\r\n\r\n");
        assertThat(RawHttp.status(answer)).isEqualTo(403);
        assertThat(answer).contains("origin-refused").doesNotContainIgnoringCase("access-control-allow-origin");
    }

    @Test
    void listedPageMayUseSockJs() {
        String answer = rawHttp().get("/ws/info", "Origin: https://app.example.com\r\n");
        assertThat(RawHttp.status(answer)).isEqualTo(200);
        assertThat(answer)
                .containsIgnoringCase("Access-Control-Allow-Origin: https://app.example.com\r\n")
                .contains("\"cookie_needed\":false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/ws/info", "/ws/000/cookie/xhr", "/nothing", "/actuator/health"})
    void noAnswerSetsACookie(String path) {
        assertThat(rawHttp().get(path, "Cookie: JSESSIONID=dummy\r\n")).doesNotContainIgnoringCase("set-cookie");
        assertThat(rawHttp()
                        .send("POST " + path
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                .doesNotContainIgnoringCase("set-cookie");
    }

    private String handshake(String origin) {
        // The close frame directly after the request closes the connection.
        return rawHttp()
                .send("GET /ws HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: Upgrade\r\n" + UPGRADE
                        + BEHIND_NGINX + origin + "\r\n" + "\u0088\u0080\0\0\0\0");
    }

    private RawHttp rawHttp() {
        return new RawHttp(SocketFactory.getDefault(), port);
    }
}
