package io.damso.edge;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** Disables the tracking of HTTP sessions: session ids are put neither into cookies nor into URLs. */
final class NoHttpSessions implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

    @Override
    public void customize(ConfigurableJettyWebServerFactory factory) {
        factory.addServerCustomizers(
                server -> server.getDescendants(ServletContextHandler.class).forEach(context -> {
                    context.getSessionHandler().setUsingCookies(false);
                    context.getSessionHandler().setUsingUriParameters(false);
                }));
    }
}
