package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.GatewayTest;
import io.damso.test.RawHttp;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests to the endpoint that are not handshakes (RFC 6455 §4.2.1) are refused with the missing header. */
class NoHandshakeIT extends GatewayTest {

    private static final String UPGRADE = "Upgrade: websocket\r\n";
    private static final String CONNECTION = "Connection: Upgrade\r\n";
    private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    static Stream<Arguments> requests() {
        String offer = "Upgrade: websocket\r\n";
        // spotless:off
        Stream<Arguments> posts = Stream.of("/ws", "/ws/websocket").map(path -> Arguments.of("POST " + path,
                UPGRADE + CONNECTION + VERSION + KEY + "Content-Length: 0\r\n", 405, "method-not-allowed", "Allow: GET\r\n"));
        return Stream.concat(posts, Stream.of("/ws", "/ws/websocket", "/ws/000/" + UUID.randomUUID() + "/websocket").flatMap(path -> Stream.of(
                Arguments.of("GET " + path, "Connection: close\r\n", 426, "upgrade-required", offer),
                Arguments.of("GET " + path, CONNECTION + VERSION + KEY, 426, "upgrade-required", offer),
                Arguments.of("GET " + path, "Upgrade: h2c\r\n" + CONNECTION, 426, "upgrade-required", offer),
                Arguments.of("GET " + path, UPGRADE + CONNECTION + "Sec-WebSocket-Version: 8\r\n" + KEY,
                        426, "upgrade-required", "Sec-WebSocket-Version: 13\r\n"),
                Arguments.of("GET " + path, UPGRADE + CONNECTION + KEY, 426, "upgrade-required", "Sec-WebSocket-Version: 13\r\n"),
                Arguments.of("GET " + path, UPGRADE + CONNECTION + VERSION, 400, "bad-request", "Sec-WebSocket-Key is missing"))));
        // spotless:on
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestThatIsNoHandshakeGetsAProblemDocument(
            String line, String headers, int status, String code, String more) {
        // A second request closes the connection if the first one must not contain Connection: close.
        String answer = new RawHttp(SocketFactory.getDefault(), port)
                .send(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                        + "\r\nGET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer)
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase(more)
                .contains("\"code\":\"" + code + "\"", "\"status\":" + status);
    }
}
