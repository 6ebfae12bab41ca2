package io.damso.gateway.connect;

import io.damso.edge.problem.ProblemDocument;
import io.damso.gateway.connect.refusal.HandshakeRefusals;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.context.ServletContextAware;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * Refuses requests that are not handshakes (RFC 6455 §4.2.1) with problem documents, and passes on the others. Spring's
 * answers have a plain sentence or no body.
 */
final class WebSocketHandshakes implements HandshakeHandler, ServletContextAware {

    private static final String WEBSOCKET = "websocket";
    private static final String VERSION = "13";
    private static final String VERSION_HEADER = "Sec-WebSocket-Version";
    private static final String KEY_HEADER = "Sec-WebSocket-Key";

    private final DefaultHandshakeHandler handshakes;
    private final HandshakeRefusals refusals;

    WebSocketHandshakes(WebSocketUpgradeStrategy strategy, HandshakeRefusals refusals) {
        this.handshakes = new DefaultHandshakeHandler(strategy);
        this.refusals = refusals;
    }

    /** Applies the configuration of the upgrade strategy: idle timeout and sizes of messages. */
    @Override
    public void setServletContext(ServletContext servletContext) {
        handshakes.setServletContext(servletContext);
    }

    @Override
    public boolean doHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws HandshakeFailureException {
        if (isRefused(request, response)) {
            return false;
        }
        return handshakes.doHandshake(request, response, handler, attributes);
    }

    private boolean isRefused(ServerHttpRequest request, ServerHttpResponse response) {
        HttpHeaders headers = request.getHeaders();
        if (request.getMethod() != HttpMethod.GET) {
            response.getHeaders().set(HttpHeaders.ALLOW, HttpMethod.GET.name());
            refusals.refuse(ErrorCode.METHOD_NOT_ALLOWED, response);
        } else if (!WEBSOCKET.equalsIgnoreCase(headers.getUpgrade())
                || !isUpgrade(headers.getConnection())
                || !VERSION.equals(headers.getFirst(VERSION_HEADER))) {
            response.getHeaders().set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
            response.getHeaders().set(HttpHeaders.UPGRADE, WEBSOCKET);
            response.getHeaders().set(VERSION_HEADER, VERSION);
            refusals.refuse(ErrorCode.UPGRADE_REQUIRED, response);
        } else if (headers.getFirst(KEY_HEADER) == null) {
            refusals.refuse(
                    ErrorCode.BAD_REQUEST,
                    ProblemDocument.of(ErrorCode.BAD_REQUEST, KEY_HEADER + " is missing"),
                    response);
        } else {
            return false;
        }
        return true;
    }

    private static boolean isUpgrade(List<String> connection) {
        return connection.stream().anyMatch(HttpHeaders.UPGRADE::equalsIgnoreCase);
    }
}
