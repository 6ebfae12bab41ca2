package io.damso.edge;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** Takes the web server's sessions away, and with them the only reason for which it would set a cookie. */
final class NoHttpSessions implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

    @Override
    public void customize(ConfigurableJettyWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.getDescendants(ServletContextHandler.class)
                .forEach(context -> context.setSessionHandler(null)));
    }
}
