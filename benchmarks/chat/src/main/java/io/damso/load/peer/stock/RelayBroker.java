package io.damso.load.peer.stock;

import java.net.InetSocketAddress;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.simp.stomp.StompReactorNettyCodec;
import org.springframework.messaging.tcp.reactor.ReactorNettyTcpClient;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.TcpClient;

/**
 * The relay to RabbitMQ, with one connection for each client. The maximum number of connections differs from Spring's
 * default (10,000, including the relay's own). A client needs two open files: its socket and the relay's connection.
 * With a limit of 20,000 open files, a node answers CONNECT with ERROR and "Too many open files" from about 9,940
 * clients.
 */
@Configuration(proxyBeanMethods = false)
@Profile("stock")
class RelayBroker implements WebSocketMessageBrokerConfigurer {

    private static final int MAX_CONNECTIONS = 20_000;

    private final int port;

    RelayBroker(@Value("${stock.relay.port}") int port) {
        this.port = port;
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableStompBrokerRelay("/topic")
                .setVirtualHost("/")
                .setTcpClient(new ReactorNettyTcpClient<>(tcpClient(), new StompReactorNettyCodec()));
    }

    private TcpClient tcpClient() {
        return TcpClient.create(ConnectionProvider.create("relay", MAX_CONNECTIONS))
                .remoteAddress(() -> new InetSocketAddress("127.0.0.1", port));
    }
}
