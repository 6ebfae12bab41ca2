package io.damso.edge;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** Lets no session of the web server reach a client: there is neither a cookie nor a path that could carry its id. */
final class NoHttpSessions implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

    @Override
    public void customize(ConfigurableJettyWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.getDescendants(ServletContextHandler.class).forEach(context -> {
            context.getSessionHandler().setUsingCookies(false);
            context.getSessionHandler().setUsingUriParameters(false);
        }));
    }
}
