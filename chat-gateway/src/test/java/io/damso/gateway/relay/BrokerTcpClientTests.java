package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.tcp.FixedIntervalReconnectStrategy;
import org.springframework.messaging.tcp.ReconnectStrategy;
import org.springframework.messaging.tcp.TcpConnection;
import org.springframework.messaging.tcp.TcpConnectionHandler;

class BrokerTcpClientTests {

    /** Numbers of the servers in the order in which they were connected to. */
    private final List<Integer> connected = new CopyOnWriteArrayList<>();

    private final List<Closeable> open = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeServers() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
    }

    @Test
    void connectsNoMoreAfterTheShutdown() throws Exception {
        BrokerTcpClient client =
                new BrokerTcpClient(List.of(InetSocketAddress.createUnresolved("localhost", 1)), 0, null);
        ReconnectStrategy reconnects = client.reconnects();
        assertThat(reconnects.getTimeToNextAttempt(1)).isNotNull();
        client.shutdownAsync().get(30, TimeUnit.SECONDS);
        assertThat(reconnects.getTimeToNextAttempt(2)).isNull();
    }

    @Test
    void bothSessionsBeginAtDifferentBrokersAndEachAttemptGoesToTheNext() throws Exception {
        BrokerTcpClient client = new BrokerTcpClient(List.of(silent(0), silent(1), silent(2)), 1, null);
        client.connectAsync(new Ignoring());
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(connected).containsExactly(2));
        client.connectAsync(new Ignoring());
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(connected).containsExactly(2, 0));
        client.connectAsync(new Ignoring(), new FixedIntervalReconnectStrategy(1));
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(connected).containsExactly(2, 0, 1));
        client.shutdownAsync().get(30, TimeUnit.SECONDS);
    }

    @Test
    void relaysOwnSessionLeavesABrokerThatAcceptsAndDoesNotAnswer() throws Exception {
        BrokerTcpClient client = new BrokerTcpClient(List.of(silent(0), silent(1)), 0, null);
        client.connectAsync(new Ignoring(), new FixedIntervalReconnectStrategy(1));
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(connected).startsWith(0, 1));
        client.shutdownAsync().get(30, TimeUnit.SECONDS);
    }

    private InetSocketAddress silent(int number) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    open.add(server.accept()); // stays open, without an answer
                    connected.add(number);
                }
            } catch (IOException e) {
                // the end of the test
            }
        });
        return InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort());
    }

    private static final class Ignoring implements TcpConnectionHandler<byte[]> {

        @Override
        public void afterConnected(TcpConnection<byte[]> connection) {}

        @Override
        public void afterConnectFailure(Throwable failure) {}

        @Override
        public void handleMessage(Message<byte[]> message) {}

        @Override
        public void handleFailure(Throwable failure) {}

        @Override
        public void afterConnectionClosed() {}
    }
}
