package io.damso.gateway.send;

import io.damso.gateway.AmqpConnections;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the connections for publishing. */
@Configuration(proxyBeanMethods = false)
class SendConfiguration {

    @Bean
    PublishingConnections publishingConnections(AmqpConnections connections) {
        CachingConnectionFactory live = connections.create("live");
        live.setPublisherReturns(true); // a barrier that reaches no queue fails at once
        return new PublishingConnections(connections.create("durable"), live);
    }
}
