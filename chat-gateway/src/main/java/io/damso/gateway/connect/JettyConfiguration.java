package io.damso.gateway.connect;

import io.damso.gateway.limits.HandshakeLimits;
import org.eclipse.jetty.server.HttpConnectionFactory;
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

    /** A body that trickles in slower than this is given up; NGINX sends bodies in one piece. */
    private static final int BYTES_PER_SECOND = 1_000;

    /** Requests have a path, a token and what browsers add. */
    private static final int REQUEST_HEADER_BYTES = 16 * 1_024;

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> acceptQueue(HandshakeLimits limits) {
        return factory -> factory.addServerCustomizers(server -> {
            for (var connector : server.getConnectors()) {
                if (connector instanceof ServerConnector sockets) {
                    sockets.setAcceptQueueSize(ACCEPT_QUEUE);
                    sockets.addBean(new SlowRequests(sockets.getScheduler(), limits.timeout()));
                    var http = sockets.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
                    http.setMinRequestDataRate(BYTES_PER_SECOND);
                    http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
                }
            }
        });
    }
}
