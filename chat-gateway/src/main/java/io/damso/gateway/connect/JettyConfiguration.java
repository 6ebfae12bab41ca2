package io.damso.gateway.connect;

import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Jetty needs to be told beyond the settings of Spring Boot. */
@Configuration(proxyBeanMethods = false)
class JettyConfiguration {

    /** Java's default of 50 drops connections when a crowd comes; each then waits a second to try again. */
    private static final int ACCEPT_QUEUE = 4_096;

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> acceptQueue() {
        return factory -> factory.addServerCustomizers(server -> {
            for (var connector : server.getConnectors()) {
                if (connector instanceof ServerConnector sockets) {
                    sockets.setAcceptQueueSize(ACCEPT_QUEUE);
                }
            }
        });
    }
}
