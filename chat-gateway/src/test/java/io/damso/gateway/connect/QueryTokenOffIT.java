package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A token in the query is ignored unless it is enabled. */
class QueryTokenOffIT extends GatewayTest {

    @Test
    void tokenInTheQueryIsIgnored() throws Exception {
        for (String query : new String[] {token(alice), "broken"}) {
            URI url = URI.create(url() + "?access_token=" + query);
            try (RawSocket socket = new RawSocket(http, url, Map.of(), "v12.stomp")) {
                socket.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0");
                assertThat(socket.next()).startsWith("ERROR\n").contains("error-code:token-missing");
                assertThat(socket.closeCode()).isEqualTo(1002);
            }
        }
    }
}
