package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The setting decides when an idle socket is closed, not Jetty's default of 30 seconds. */
@TestPropertySource(properties = "damso.gateway.socket.idle-timeout=2s")
@DirtiesContext
class IdleSocketIT extends GatewayTest {

    @Test
    void socketWithoutABytePastTheTimeoutIsClosed() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            assertThat(socket.closeCode()).isEqualTo(1001);
        }
    }
}
