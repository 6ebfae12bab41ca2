package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.tcp.ReconnectStrategy;

class BrokerTcpClientTests {

    @Test
    void connectsNoMoreAfterTheShutdown() throws Exception {
        BrokerTcpClient client = new BrokerTcpClient(List.of(InetSocketAddress.createUnresolved("localhost", 1)), null);
        ReconnectStrategy reconnects = client.reconnects();
        assertThat(reconnects.getTimeToNextAttempt(1)).isNotNull();
        client.shutdownAsync().get(30, TimeUnit.SECONDS);
        assertThat(reconnects.getTimeToNextAttempt(2)).isNull();
    }
}
