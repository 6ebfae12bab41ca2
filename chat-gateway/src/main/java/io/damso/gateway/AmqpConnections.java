package io.damso.gateway;

import com.rabbitmq.client.Connection;
import org.springframework.amqp.AmqpResourceNotAvailableException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.stereotype.Component;

/**
 * Creates further AMQP connections like that of the consumers, each with a name of its own. RabbitMQ blocks and closes
 * whole connections, so what must not wait for another has its own.
 */
@Component
public final class AmqpConnections {

    private final GatewayProperties gateway;
    private final CachingConnectionFactory consumers;
    private final CachingConnectionFactoryConfigurer configurer;

    AmqpConnections(
            GatewayProperties gateway,
            CachingConnectionFactory consumers,
            CachingConnectionFactoryConfigurer configurer) {
        this.gateway = gateway;
        this.consumers = consumers;
        this.configurer = configurer;
    }

    /**
     * Returns a factory of one connection. The caller destroys it.
     *
     * @param purpose follows the node's name in the name of the connection
     */
    public CachingConnectionFactory create(String purpose) {
        CachingConnectionFactory factory = new CachingConnectionFactory(consumers.getRabbitConnectionFactory());
        configurer.configure(factory);
        factory.setConnectionNameStrategy(ignored -> "chat-gateway " + gateway.node() + "." + purpose);
        return factory;
    }

    /**
     * Returns the open connection of a factory. Connects if there is none, and blocks meanwhile.
     *
     * @throws org.springframework.amqp.AmqpException if the broker cannot be reached
     */
    public static Connection open(ConnectionFactory factory) {
        Connection connection = factory.createConnection().getDelegate();
        if (connection == null) {
            throw new AmqpResourceNotAvailableException("The connection to the broker has no delegate");
        }
        return connection;
    }
}
