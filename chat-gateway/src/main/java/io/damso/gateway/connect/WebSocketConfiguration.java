package io.damso.gateway.connect;

import com.fasterxml.jackson.annotation.Nulls;
import io.damso.gateway.SocketProperties;
import io.damso.gateway.connect.refusal.HandshakeRefusals;
import io.damso.gateway.mailbox.FrameArrays;
import io.damso.gateway.stomp.StompWebSocketHandler;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistration;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.sockjs.transport.handler.EventSourceTransportHandler;
import org.springframework.web.socket.sockjs.transport.handler.HtmlFileTransportHandler;
import org.springframework.web.socket.sockjs.transport.handler.WebSocketTransportHandler;
import org.springframework.web.socket.sockjs.transport.handler.XhrPollingTransportHandler;
import org.springframework.web.socket.sockjs.transport.handler.XhrStreamingTransportHandler;
import tools.jackson.databind.json.JsonMapper;

/** Registers the handler of STOMP at the endpoint, for WebSocket and for SockJS. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class WebSocketConfiguration implements WebSocketConfigurer {

    /**
     * Size of Spring's message cache. Spring ends a session over HTTP when more messages are written while it has no
     * request. Waiting frames are in the mailbox, bounded in bytes; the cache holds only what was being written into a
     * request that was aborted.
     */
    private static final int BETWEEN_REQUESTS = 8;

    /** Parses arrays of messages. Spring's default mapper accepts null as a message and then fails. */
    private static final JsonMapper WITHOUT_NULLS = JsonMapper.builder()
            .changeDefaultNullHandling(handling -> handling.withContentNulls(Nulls.FAIL))
            .build();

    private final SocketProperties properties;
    private final HandshakeGate gate;
    private final StompWebSocketHandler handler;
    private final HandshakeRefusals refusals;

    WebSocketConfiguration(
            SocketProperties properties,
            HandshakeGate gate,
            StompWebSocketHandler handler,
            HandshakeRefusals refusals) {
        this.properties = properties;
        this.gate = gate;
        this.handler = handler;
        this.refusals = refusals;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        endpoint(registry);
        endpoint(registry)
                .withSockJS()
                .setSessionCookieNeeded(false)
                .setSuppressCors(true)
                .setHttpMessageCacheSize(BETWEEN_REQUESTS)
                .setMessageCodec(new FrameArrays(WITHOUT_NULLS))
                .setTransportHandlerOverrides(
                        new WebSocketTransportHandler(handshakes()),
                        new XhrSendHandler(),
                        new ReadTransport<>(new XhrPollingTransportHandler()),
                        new ReadTransport<>(new XhrStreamingTransportHandler()),
                        new ReadTransport<>(new EventSourceTransportHandler()),
                        new ReadTransport<>(new HtmlFileTransportHandler()));
    }

    private WebSocketHandlerRegistration endpoint(WebSocketHandlerRegistry registry) {
        return registry.addHandler(handler, properties.path())
                .setHandshakeHandler(handshakes())
                .addInterceptors(gate)
                // An earlier filter has checked the Origin header, also for requests that SockJS does not check.
                .setAllowedOriginPatterns("*");
    }

    private WebSocketHandshakes handshakes() {
        return new WebSocketHandshakes(upgradeStrategy(), refusals);
    }

    private WebSocketUpgradeStrategy upgradeStrategy() {
        WebSocketUpgradeStrategy strategy = new WebSocketUpgradeStrategy();
        strategy.addWebSocketConfigurer(socket -> {
            // Limit for SockJS, whose messages are JSON arrays and are not passed in parts. Twice the frame size, so
            // that the frame reader receives a frame that is too large and can refuse it with a code.
            socket.setMaxTextMessageSize(2L * properties.maxFrameBytes());
            socket.setMaxBinaryMessageSize(2L * properties.maxFrameBytes());
            socket.setIdleTimeout(properties.idleTimeout());
        });
        return strategy;
    }
}
