package io.damso.gateway.connect;

import io.damso.gateway.limits.HandshakeLimits;
import io.damso.gateway.session.Sessions;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

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

    /** After Spring Boot's, which sets a pool of virtual threads alone. */
    private static final int THREADS_ORDER = 100;

    /**
     * Platform threads wait for sockets that can be read; each read runs on a virtual thread, because a request may block.
     * If the waiting threads were virtual, too, each of their wake-ups would go over another thread: 15 % of the
     * gateway's processor time at 1,000 messages a second in small rooms.
     */
    @Bean
    @Order(THREADS_ORDER)
    WebServerFactoryCustomizer<JettyServletWebServerFactory> threads() {
        return factory -> {
            QueuedThreadPool threads = new QueuedThreadPool();
            threads.setName("jetty");
            threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("jetty-", 0).factory()));
            factory.setThreadPool(threads);
        };
    }

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
