package io.damso.load.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HandshakeTests {

    @Test
    void asksForTheSubprotocolOnlyIfThereIsOne() {
        URI endpoint = URI.create("ws://127.0.0.1:99");
        assertThat(new Handshake().request(endpoint, "v12.stomp"))
                .asString()
                .startsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:99\r\n")
                .contains("Protocol: v12.stomp\r\n");
        assertThat(new Handshake().request(endpoint, null)).asString().doesNotContain("Protocol");
    }

    @Test
    void failureContainsTheServersAnswer() {
        byte[] answer = "HTTP/1.1 503 Service Unavailable\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new Handshake().read(answer, 0, answer.length))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("503 Service Unavailable");
    }

    @Test
    void refusesAnotherKeysAnswer() {
        byte[] answer = "HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new Handshake().read(answer, 0, answer.length))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("Accept");
    }
}
