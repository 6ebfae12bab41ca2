package io.damso.edge.problem;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** Writes problem documents for requests that Jetty refuses before Spring sees them, such as ambiguous paths. */
public final class JettyErrors
        implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory>, Request.Handler {

    @Override
    public void customize(ConfigurableJettyWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.setErrorHandler(this));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ProblemDocument problem = ProblemDocument.ofStatus(response.getStatus());
        ProblemResponse.write(problem, response, callback);
        return true;
    }
}
