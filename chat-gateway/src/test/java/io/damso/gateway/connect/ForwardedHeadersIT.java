package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawWire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A client that is not a trusted proxy cannot choose its address. */
@TestPropertySource(
        properties = {"damso.gateway.limits.sessions.per-address=2", "damso.gateway.proxies.trusted=192.0.2.99"})
@DirtiesContext
class ForwardedHeadersIT extends GatewayTest {

    @Test
    void forwardedHeadersOfUntrustedClientsAreIgnored() throws Exception {
        List<RawWire> wires = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                RawWire wire = new RawWire(port);
                wires.add(wire);
                answers.add(wire.handshake("X-Forwarded-For: 192.0.2." + i, "Forwarded: for=192.0.2." + i));
            }
        } finally {
            for (RawWire wire : wires) {
                wire.close();
            }
        }
        assertThat(answers)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("HTTP/1.1 101 "),
                        second -> assertThat(second).startsWith("HTTP/1.1 101 "),
                        third -> assertThat(third).startsWith("HTTP/1.1 429 "));
    }
}
