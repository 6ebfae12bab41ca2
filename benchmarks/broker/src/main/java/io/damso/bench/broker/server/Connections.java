package io.damso.bench.broker.server;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurators;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Opens AMQP connections to the virtual host of the benchmark. They do not recover by themselves. Thread-safe. */
public final class Connections {

    private static final int HEARTBEAT_SECONDS = 10;

    private final BrokerAddress broker;
    private final String virtualHost;

    Connections(BrokerAddress broker, String virtualHost) {
        this.broker = broker;
        this.virtualHost = virtualHost;
    }

    /**
     * Opens a connection; the caller closes it.
     *
     * @param name its name in the broker's console
     * @throws BenchmarkException if the broker does not answer or refuses
     */
    public Link open(String name) {
        AtomicReference<Socket> socket = new AtomicReference<>();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setVirtualHost(virtualHost);
        factory.setUsername(broker.user());
        factory.setPassword(broker.password());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setSocketConfigurator(SocketConfigurators.defaultConfigurator().andThen(socket::set));
        factory.setExceptionHandler(new Silent());
        try {
            Connection connection = factory.newConnection(name);
            return new Link(connection, socket.get());
        } catch (IOException | TimeoutException e) {
            throw new BenchmarkException("Cannot connect to RabbitMQ at " + broker + ": " + e, e);
        }
    }

    /** A connection whose socket the benchmark has closed is no news. */
    private static final class Silent extends ForgivingExceptionHandler {

        @Override
        public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {}
    }
}
