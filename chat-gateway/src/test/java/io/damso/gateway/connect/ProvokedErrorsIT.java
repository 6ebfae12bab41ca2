package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.GatewayTest;
import io.damso.test.RawHttp;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors before a session exists: no answer contains internals of the gateway. */
class ProvokedErrorsIT extends GatewayTest {

    static Stream<String> requests() {
        String handshake = "GET /ws HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\n";
        String sockJs = "/ws/000/" + UUID.randomUUID();
        return Stream.of(
                "GET /nothing HTTP/1.1\nHost: localhost\n",
                "GET /actuator/health HTTP/1.1\nHost: localhost\n",
                "GET /ws/000 HTTP/1.1\nHost: localhost\n",
                "GET /ws/%2e%2e/actuator HTTP/1.1\nHost: localhost\n",
                "GET /ws;a=b HTTP/1.1\nHost: localhost\n",
                "GET /ws%00 HTTP/1.1\nHost: localhost\n",
                "GET /error HTTP/1.1\nHost: localhost\n",
                "POST /ws HTTP/1.1\nHost: localhost\nContent-Length: 0\n",
                "TRACE /ws HTTP/1.1\nHost: localhost\n",
                "BREW /ws HTTP/1.1\nHost: localhost\n",
                "GET /ws HTTP/9.9\nHost: localhost\n",
                "nonsense\n",
                "GET /ws HTTP/1.1\nHost: local host\n",
                "GET /ws HTTP/1.1\n",
                "GET /ws HTTP/1.1\nHost: localhost\nX: " + "x".repeat(64 * 1024) + "\n",
                handshake + "Sec-WebSocket-Version: 99\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n",
                handshake + "Sec-WebSocket-Version: 13\n",
                "GET /ws HTTP/1.1\nHost: localhost\nConnection: close\nUpgrade: h2c\n",
                "GET /ws HTTP/1.1\nHost: localhost\nOrigin: https://evil.example\n",
                "POST " + sockJs + "/xhr_send HTTP/1.1\nHost: localhost\nContent-Length: 2\n\n[]",
                "POST " + sockJs + "/xhr_send HTTP/1.1\nHost: localhost\nContent-Length: 4\n\n[\"a]",
                "PUT " + sockJs + "/xhr HTTP/1.1\nHost: localhost\nContent-Length: 0\n",
                "GET " + sockJs + "/nothing HTTP/1.1\nHost: localhost\n");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void answerContainsNoInternalsOfTheServer(String request) {
        String whole = request.contains("\n\n") ? request : request + "\n";
        // A handshake has its own Connection header, so a request after it closes the connection.
        String closing = request.contains("Connection:")
                ? whole + "GET /nothing HTTP/1.1\nHost: localhost\nConnection: close\n\n"
                : whole.replaceFirst("\n\n", "\nConnection: close\n\n");
        String answer = new RawHttp(SocketFactory.getDefault(), port).send(closing.replace("\n", "\r\n"));
        assertThat(RawHttp.status(answer)).as(answer).isBetween(200, 499);
        assertThat(RawHttp.leaks(answer)).as(answer).isEmpty();
    }
}
