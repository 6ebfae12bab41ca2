package io.damso.persistence.problem;

import io.damso.protocol.ErrorCode;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Answers what Jetty refuses before it reaches Spring, such as a path that can be read in two ways. */
@Component
final class JettyErrors implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory>, Request.Handler {

    private final Problems problems;

    JettyErrors(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void customize(ConfigurableJettyWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.setErrorHandler(this));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ErrorCode code = ErrorController.codeOf(response.getStatus());
        response.setStatus(code.httpStatus());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.write(true, ByteBuffer.wrap(problems.json(code)), callback);
        return true;
    }
}
