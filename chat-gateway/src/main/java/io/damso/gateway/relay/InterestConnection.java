package io.damso.gateway.relay;

import com.rabbitmq.client.Connection;
import io.damso.gateway.AmqpConnections;
import java.util.function.Supplier;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * The AMQP connection over which rooms are bound. Nothing is published on it, so RabbitMQ never blocks it.
 *
 * @param factory of this connection alone
 */
record InterestConnection(CachingConnectionFactory factory) implements Supplier<Connection>, DisposableBean {

    @Override
    public Connection get() {
        return AmqpConnections.open(factory);
    }

    @Override
    public void destroy() {
        factory.destroy();
    }
}
