package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import io.damso.gateway.RawWire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A node refuses clients above its limits, so that NGINX tries the next node. */
@TestPropertySource(
        properties = {
            "damso.gateway.limits.handshakes.per-second=1",
            "damso.gateway.limits.handshakes.burst=3",
            "damso.gateway.limits.sends.max-unconfirmed=1"
        })
@DirtiesContext
class BusyNodeIT extends GatewayTest {

    private String handshake() throws Exception {
        try (RawWire wire = new RawWire(port)) {
            return wire.handshake();
        }
    }

    @Test
    void handshakesBeyondTheRateGoToTheNextNode() throws Exception {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(handshake());
        }
        assertThat(answers.getFirst()).startsWith("HTTP/1.1 101 ");
        assertThat(answers)
                .anySatisfy(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1"));
        // A token comes each second, perhaps just before the check.
        await("a node above its rate").until(() -> {
            handshake();
            return check("handshake") == 404;
        });
        await("a token").until(() -> check("handshake") == 204);
        await("a token").until(() -> handshake().startsWith("HTTP/1.1 101 "));
    }

    @Test
    void unconfirmedSendsOfASessionAreBounded() throws Exception {
        await("a token").until(() -> handshake().startsWith("HTTP/1.1 101 "));
        await("another").ignoreExceptions().until(() -> {
            try (RawSocket socket = rawConnected(alice)) {
                socket.send("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:r\n\n\0");
                assertThat(socket.next()).contains("receipt-id:r");
                String send = "SEND\ndestination:/app/rooms." + room + ".send\nreceipt:s\n\n{\"text\":\"a\"}\0";
                socket.send(send.repeat(50));
                List<String> answers = new ArrayList<>();
                await("all answers").until(() -> {
                    socket.received().drainTo(answers);
                    return String.join("", answers).split("\0", -1).length - 1 == 50;
                });
                assertThat(String.join("", answers))
                        .contains("receipt-id:s", "\"code\":\"too-many-unconfirmed\"", "\"retryable\":true");
            }
            return true;
        });
    }
}
