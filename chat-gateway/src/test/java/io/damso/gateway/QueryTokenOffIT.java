package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Unless it is switched on, a token in the query says nothing. */
class QueryTokenOffIT extends GatewayTest {

    @Test
    void queryDoesNotSpeakForAnybody() throws Exception {
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
