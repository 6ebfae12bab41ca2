package io.damso.gateway.connect;

import io.damso.gateway.limits.HandshakeLimits;
import io.damso.gateway.session.Sessions;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Settings of Jetty that Spring Boot does not offer. */
@Configuration(proxyBeanMethods = false)
class JettyConfiguration {

    /**
     * Length of the accept queue. With Java's default of 50, connections are dropped when many clients connect at once,
     * and each waits a second before it retries.
     */
    private static final int ACCEPT_QUEUE = 4_096;

    /** Maximum size of the request headers in bytes: a path, a token and the headers of browsers. */
    private static final int REQUEST_HEADER_BYTES = 16 * 1_024;

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> acceptQueue(
            HandshakeLimits limits, ObjectProvider<HandshakeReadiness> readiness, ObjectProvider<Sessions> sessions) {
        return factory -> factory.addServerCustomizers(server -> {
            server.setHandler(new HandshakeCheck(
                    server.getHandler(),
                    readiness::getObject,
                    id -> sessions.getObject().has(id)));
            for (var connector : server.getConnectors()) {
                if (connector instanceof ServerConnector sockets) {
                    sockets.setAcceptQueueSize(ACCEPT_QUEUE);
                    sockets.addBean(new SlowRequests(sockets.getScheduler(), limits.timeout()));
                    var http = sockets.getConnectionFactory(HttpConnectionFactory.class)
                            .getHttpConfiguration();
                    http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
                }
            }
        });
    }
}
