package io.damso.persistence;

import io.damso.auth.AuthProperties;
import io.damso.edge.stop.StopSignal;
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

    /** Starts the service. It ends on SIGTERM, after running requests and batches have finished; on a second one at once. */
    public static void main(String[] args) {
        StopSignal.handle();
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
