package io.damso.persistence;

import io.damso.auth.AuthProperties;
import java.time.Clock;
import org.springframework.amqp.rabbit.connection.ConnectionNameStrategy;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts chat-persistence. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan(basePackageClasses = {PersistenceApplication.class, AuthProperties.class})
public class PersistenceApplication {

    /** Starts the service. It ends on SIGTERM, after running requests and batches have finished. */
    public static void main(String[] args) {
        SpringApplication.run(PersistenceApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ConnectionNameStrategy connectionName(NodeProperties properties) {
        return factory -> "chat-persistence " + properties.node();
    }
}
