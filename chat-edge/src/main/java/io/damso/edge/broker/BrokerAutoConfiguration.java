package io.damso.edge.broker;

import java.time.Duration;
import org.springframework.amqp.rabbit.connection.ConnectionNameStrategy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.boot.amqp.autoconfigure.ConnectionFactoryCustomizer;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Configures the AMQP connections of every service for a cluster of brokers. */
@AutoConfiguration(before = RabbitAutoConfiguration.class)
public class BrokerAutoConfiguration {

    /** A broker that hangs accepts connections, because the kernel does, and then does not answer. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(3);

    @Bean
    ConnectionFactoryCustomizer handshakeTimeout() {
        return client -> client.setHandshakeTimeout((int) HANDSHAKE_TIMEOUT.toMillis());
    }

    @Bean
    CachingConnectionFactoryConfigurer spreadConnections(
            RabbitProperties properties,
            RabbitConnectionDetails details,
            ObjectProvider<ConnectionNameStrategy> names,
            Environment environment) {
        String node = environment.getProperty("damso.gateway.node", environment.getProperty("damso.node", ""));
        SpreadConnections connections = new SpreadConnections(properties, details, node);
        connections.setConnectionNameStrategy(names.getIfUnique());
        return connections;
    }
}
