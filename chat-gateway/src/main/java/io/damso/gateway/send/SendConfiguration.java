package io.damso.gateway.send;

import io.damso.gateway.GatewayProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the connections for publishing like that of the consumers, each with a name of its own. */
@Configuration(proxyBeanMethods = false)
class SendConfiguration {

    @Bean
    PublishingConnections publishingConnections(
            GatewayProperties gateway,
            CachingConnectionFactory consumers,
            CachingConnectionFactoryConfigurer configurer) {
        return new PublishingConnections(
                factory(gateway.node() + ".durable", consumers, configurer),
                factory(gateway.node() + ".live", consumers, configurer));
    }

    private static CachingConnectionFactory factory(
            String name, CachingConnectionFactory consumers, CachingConnectionFactoryConfigurer configurer) {
        CachingConnectionFactory factory = new CachingConnectionFactory(consumers.getRabbitConnectionFactory());
        configurer.configure(factory);
        factory.setConnectionNameStrategy(ignored -> "chat-gateway " + name);
        return factory;
    }
}
