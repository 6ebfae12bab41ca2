package io.damso.gateway.connect;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.sockjs.SockJsException;
import org.springframework.web.socket.sockjs.transport.handler.XhrReceivingTransportHandler;
import org.springframework.web.socket.sockjs.transport.session.AbstractHttpSockJsSession;

/**
 * Receives the messages that a SockJS client sends over HTTP. Answers 404 for a session that has ended (SockJS protocol
 * 0.3.3, "xhr_send"). Spring would accept and drop the messages while it still has the session.
 */
final class XhrSendHandler extends XhrReceivingTransportHandler {

    @Override
    protected void handleRequestInternal(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            AbstractHttpSockJsSession session)
            throws SockJsException {
        if (session.isClosed()) {
            response.setStatusCode(HttpStatus.NOT_FOUND);
        } else {
            super.handleRequestInternal(request, response, handler, session);
        }
    }
}
