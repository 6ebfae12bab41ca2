package io.damso.gateway.send;

import io.damso.gateway.AmqpConnections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the connections for publishing. */
@Configuration(proxyBeanMethods = false)
class SendConfiguration {

    @Bean
    PublishingConnections publishingConnections(AmqpConnections connections) {
        return new PublishingConnections(connections.create("durable"), connections.create("live"));
    }
}
