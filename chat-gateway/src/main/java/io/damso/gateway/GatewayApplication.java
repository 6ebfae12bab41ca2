package io.damso.gateway;

import io.damso.auth.AuthProperties;
import io.damso.auth.TokenVerifier;
import io.damso.edge.stop.StopSignal;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * One gateway node. It has no state that other nodes need: any number of nodes may run at the same time, and each may
 * be stopped at any time.
 */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan(basePackageClasses = {GatewayApplication.class, AuthProperties.class})
public class GatewayApplication {

    /** Starts the node with the settings of the environment and of the arguments. SIGTERM drains and ends it. */
    public static void main(String[] args) {
        StopSignal.handle();
        SpringApplication.run(GatewayApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    TokenVerifier tokenVerifier(AuthProperties properties, Clock clock) {
        return new TokenVerifier(properties, clock);
    }
}
