package io.damso.gateway.connect;

import io.damso.gateway.connect.refusal.HandshakeRefusals;
import io.damso.gateway.relay.BrokerAvailability;
import io.damso.gateway.send.PublisherAvailability;
import io.damso.gateway.session.StompWebSocketHandler;
import io.damso.protocol.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Refuses handshakes with 503 while the node cannot reach the broker in either direction, so that NGINX tries the next
 * node.
 */
@Component
final class ReadyHandshakes implements HandshakeInterceptor {

    private final BrokerAvailability relay;
    private final PublisherAvailability publisher;
    private final HandshakeRefusals refusals;

    ReadyHandshakes(BrokerAvailability relay, PublisherAvailability publisher, HandshakeRefusals refusals) {
        this.relay = relay;
        this.publisher = publisher;
        this.refusals = refusals;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        if (!relay.isAvailable() || !publisher.isAvailable()) {
            refusals.refuse(ErrorCode.UNAVAILABLE, response);
            return false;
        }
        if (request instanceof ServletServerHttpRequest servlet) {
            attributes.put(StompWebSocketHandler.ADDRESS, servlet.getServletRequest().getRemoteAddr());
        }
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {
        // nothing was held
    }
}
