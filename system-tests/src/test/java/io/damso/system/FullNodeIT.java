package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway with the maximum number of sessions, behind NGINX. */
class FullNodeIT extends SystemTest {

    @Test
    void clientsOfAFullGatewayConnectToTheNextOne() throws Exception {
        cluster.control("stop", "gateway-1");
        try {
            cluster.start("gateway-1", Map.of("DAMSO_GATEWAY_LIMITS_SESSIONS_PERNODE", "1"));
            client("gateway-1", alicesToken);
            for (int i = 0; i < 6; i++) {
                assertThat(client(bobsToken).node()).isEqualTo("gateway-2");
            }
        } finally {
            cluster.control("stop", "gateway-1");
            cluster.control("start", "gateway-1");
        }
    }
}
