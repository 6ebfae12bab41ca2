package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawWire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Handshakes above a limit are refused, with the headers that NGINX and clients need. */
@TestPropertySource(
        properties = {
            "damso.gateway.socket.connect-timeout=1m", // the sessions without CONNECT stay during a test
            "damso.gateway.limits.sessions.per-node=6",
            "damso.gateway.limits.sessions.per-address=4",
            "damso.gateway.limits.handshakes.per-second=100",
            "damso.gateway.limits.handshakes.burst=100",
            "damso.gateway.limits.handshakes.address-per-second=1",
            "damso.gateway.limits.handshakes.address-burst=8",
            // Only this proxy is trusted; the tests themselves come from 127.0.0.1 or ::1.
            "damso.gateway.proxies.trusted=127.0.0.0/8,::1"
        })
@DirtiesContext
class HandshakeLimitsIT extends GatewayTest {

    private final List<RawWire> wires = new ArrayList<>();

    /** Requests an upgrade as NGINX does for a client, and keeps the connection open. */
    private String handshake(String... headers) throws IOException {
        RawWire wire = new RawWire(port);
        wires.add(wire);
        return wire.handshake(headers);
    }

    private void hangUp() throws IOException {
        for (RawWire wire : wires) {
            wire.close();
        }
        wires.clear();
    }

    @Test
    void sessionsOfAnAddressAndOfTheNodeAreLimited() throws Exception {
        try {
            for (int i = 0; i < 4; i++) {
                assertThat(handshake("X-Forwarded-For: 192.0.2.1")).startsWith("HTTP/1.1 101 ");
            }
            assertThat(handshake("X-Forwarded-For: 192.0.2.1"))
                    .startsWith("HTTP/1.1 429 ")
                    .contains("Retry-After: 30")
                    .contains("application/problem+json");
            assertThat(handshake("X-Forwarded-For: 192.0.2.2")).startsWith("HTTP/1.1 101 ");
            assertThat(handshake("X-Forwarded-For: 192.0.2.3")).startsWith("HTTP/1.1 101 ");
            assertThat(handshake("X-Forwarded-For: 192.0.2.4"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 5")
                    .contains("application/problem+json");
            assertThat(check("handshake")).isEqualTo(404);
        } finally {
            hangUp();
        }
        await("a free place").until(() -> check("handshake") == 204);
        await("free places").until(() -> handshake("X-Forwarded-For: 192.0.2.5").startsWith("HTTP/1.1 101 "));
        hangUp();
    }

    @Test
    void addressAboveItsRateIsRefusedWithRetryAfter() throws Exception {
        // Faster than the rate, but not always faster than the burst on a busy machine.
        await("the refusal").untilAsserted(() -> {
            try (RawWire wire = new RawWire(port)) {
                assertThat(wire.handshake("X-Forwarded-For: 198.51.100.1"))
                        .startsWith("HTTP/1.1 429 ")
                        .contains("Retry-After: ");
            }
        });
        await("the others")
                .until(() -> handshake("X-Forwarded-For: 198.51.100.2").startsWith("HTTP/1.1 101 "));
        hangUp();
    }

    @Test
    void compressionIsNotOffered() throws Exception {
        await("a handshake").untilAsserted(() -> {
            String answer = handshake(
                    "X-Forwarded-For: 203.0.113.1",
                    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, fragment, identity");
            assertThat(answer).startsWith("HTTP/1.1 101 ").doesNotContain("Sec-WebSocket-Extensions");
        });
        hangUp();
    }
}
