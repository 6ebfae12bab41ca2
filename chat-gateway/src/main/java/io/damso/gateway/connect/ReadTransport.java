package io.damso.gateway.connect;

import io.damso.gateway.mailbox.Mailboxes;
import java.util.Map;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.sockjs.SockJsException;
import org.springframework.web.socket.sockjs.transport.SockJsServiceConfig;
import org.springframework.web.socket.sockjs.transport.SockJsSession;
import org.springframework.web.socket.sockjs.transport.SockJsSessionFactory;
import org.springframework.web.socket.sockjs.transport.TransportHandler;
import org.springframework.web.socket.sockjs.transport.TransportType;

/**
 * Decorates one of Spring's SockJS transports by which a client reads over HTTP. Notifies the session's mailbox when a
 * request is open.
 */
final class ReadTransport<T extends TransportHandler & SockJsSessionFactory>
        implements TransportHandler, SockJsSessionFactory {

    private final T transport;

    ReadTransport(T transport) {
        this.transport = transport;
    }

    @Override
    public void initialize(SockJsServiceConfig serviceConfig) {
        transport.initialize(serviceConfig);
    }

    @Override
    public TransportType getTransportType() {
        return transport.getTransportType();
    }

    @Override
    public boolean checkSessionType(SockJsSession session) {
        return transport.checkSessionType(session);
    }

    @Override
    public SockJsSession createSession(String sessionId, WebSocketHandler handler, Map<String, Object> attributes) {
        return transport.createSession(sessionId, handler, attributes);
    }

    @Override
    public void handleRequest(
            ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler, SockJsSession session)
            throws SockJsException {
        Mailboxes.requestComes(session);
        try {
            transport.handleRequest(request, response, handler, session);
        } finally {
            Mailboxes.requestIsHandled(session);
        }
    }
}
