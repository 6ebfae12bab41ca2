package io.damso.load.peer.stock;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;

/**
 * The endpoint {@code /ws}, for plain WebSocket.
 *
 * <p>The pools of the client channels are Spring's defaults: two threads a processor, queues without a bound, no order
 * kept. Not defaults are the limits of a session: 16 MiB instead of 512 KiB may wait for a reader and a write may take
 * a minute instead of 10 s, because the slowest of 1,000 subscribers would be disconnected otherwise.
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
