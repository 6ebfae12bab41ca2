package io.damso.gateway.connect;

import io.damso.gateway.relay.BrokerAvailability;
import io.damso.gateway.send.PublisherAvailability;
import io.damso.gateway.session.StompWebSocketHandler;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Refuses handshakes with 503 while the node cannot reach the broker in either direction, so that NGINX tries the next node. */
@Component
final class ReadyHandshakes implements HandshakeInterceptor {

    private final BrokerAvailability relay;
    private final PublisherAvailability publisher;

    ReadyHandshakes(BrokerAvailability relay, PublisherAvailability publisher) {
        this.relay = relay;
        this.publisher = publisher;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        if (!relay.isAvailable() || !publisher.isAvailable()) {
            response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
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
