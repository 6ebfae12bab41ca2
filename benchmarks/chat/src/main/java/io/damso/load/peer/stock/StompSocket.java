package io.damso.load.peer.stock;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;

/**
 * The endpoint {@code /ws} for plain WebSocket.
 *
 * <p>The executors of the client channels have Spring's defaults: two threads per processor, unbounded queues, no
 * guaranteed order. The limits of a session differ from the defaults: 16 MiB instead of 512 KiB may be buffered for a
 * client, and a write may take one minute instead of 10 s. With the defaults the slowest of 1,000 subscribers would be
 * disconnected.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocketMessageBroker
class StompSocket implements WebSocketMessageBrokerConfigurer {

    private static final int SEND_BUFFER_BYTES = 16 * 1024 * 1024;
    private static final int SEND_MILLIS = 60_000;

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint("/ws");
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration transport) {
        transport.setSendBufferSizeLimit(SEND_BUFFER_BYTES).setSendTimeLimit(SEND_MILLIS);
    }
}
