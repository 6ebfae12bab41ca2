package io.damso.gateway.connect;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketCreator;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.adapter.jetty.JettyWebSocketHandlerAdapter;
import org.springframework.web.socket.adapter.jetty.JettyWebSocketSession;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.jetty.JettyRequestUpgradeStrategy;

/**
 * Upgrades without WebSocket extensions, and passes parts of messages to handlers that support them. Spring's strategy
 * leaves the choice of extensions to Jetty, which would accept {@code permessage-deflate}: a few bytes could expand to
 * megabytes, and every socket would need buffers.
 */
final class WebSocketUpgradeStrategy extends JettyRequestUpgradeStrategy {

    @Override
    public void upgrade(
            ServerHttpRequest request,
            ServerHttpResponse response,
            @Nullable String subProtocol,
            List<WebSocketExtension> extensions,
            @Nullable Principal user,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws HandshakeFailureException {
        JettyWebSocketSession session = new JettyWebSocketSession(attributes, user);
        Session.Listener endpoint = handler.supportsPartialMessages()
                ? new WebSocketEndpoint(handler, session)
                : new JettyWebSocketHandlerAdapter(handler, session);
        JettyWebSocketCreator creator = (upgradeRequest, upgradeResponse) -> {
            if (subProtocol != null) {
                upgradeResponse.setAcceptedSubProtocol(subProtocol);
            }
            upgradeResponse.setExtensions(List.of());
            return endpoint;
        };
        HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
        HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
        try {
            JettyWebSocketServerContainer.getContainer(servletRequest.getServletContext())
                    .upgrade(creator, servletRequest, servletResponse);
        } catch (IOException | RuntimeException e) {
            throw new HandshakeFailureException("Jetty could not upgrade", e);
        }
    }
}
