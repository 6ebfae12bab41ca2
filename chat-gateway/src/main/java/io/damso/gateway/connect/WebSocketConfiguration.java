package io.damso.gateway.connect;

import com.fasterxml.jackson.annotation.Nulls;
import io.damso.gateway.SocketProperties;
import io.damso.gateway.connect.token.HandshakeAuthentication;
import io.damso.gateway.session.StompWebSocketHandler;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistration;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.jetty.JettyRequestUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.sockjs.frame.JacksonJsonSockJsMessageCodec;
import tools.jackson.databind.json.JsonMapper;

/** Puts the STOMP sessions behind the endpoint, for WebSocket and for SockJS. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class WebSocketConfiguration implements WebSocketConfigurer {

    /**
     * Spring ends a polling session when more writes than this come between two polls. It counts writes, not bytes, and
     * a write is up to 8 KB of frames, or one larger frame.
     */
    private static final int BETWEEN_POLLS = 128;

    /** Spring's own takes null for a message, and then stumbles over it. */
    private static final JsonMapper WITHOUT_NULLS = JsonMapper.builder()
            .changeDefaultNullHandling(handling -> handling.withContentNulls(Nulls.FAIL))
            .build();

    private final SocketProperties properties;
    private final ReadyHandshakes handshakes;
    private final LimitedHandshakes limits;
    private final HandshakeAuthentication authentication;
    private final StompWebSocketHandler handler;

    WebSocketConfiguration(
            SocketProperties properties,
            ReadyHandshakes handshakes,
            LimitedHandshakes limits,
            HandshakeAuthentication authentication,
            StompWebSocketHandler handler) {
        this.properties = properties;
        this.handshakes = handshakes;
        this.limits = limits;
        this.authentication = authentication;
        this.handler = handler;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        endpoint(registry);
        endpoint(registry).withSockJS()
                .setSessionCookieNeeded(false)
                .setSuppressCors(true)
                .setHttpMessageCacheSize(BETWEEN_POLLS)
                .setMessageCodec(new JacksonJsonSockJsMessageCodec(WITHOUT_NULLS));
    }

    private WebSocketHandlerRegistration endpoint(WebSocketHandlerRegistry registry) {
        return registry.addHandler(handler, properties.path())
                .setHandshakeHandler(new DefaultHandshakeHandler(upgradeStrategy()))
                .addInterceptors(handshakes, limits, authentication)
                // The filter in front of everything has judged the origin, also for what SockJS does not check.
                .setAllowedOriginPatterns("*");
    }

    private JettyRequestUpgradeStrategy upgradeStrategy() {
        JettyRequestUpgradeStrategy strategy = new StompUpgradeStrategy();
        strategy.addWebSocketConfigurer(socket -> {
            // For SockJS, whose messages are JSON arrays and come whole. Twice the frame size, so that the reader sees a
            // frame that is too large and can name the reason.
            socket.setMaxTextMessageSize(2L * properties.maxFrameBytes());
            socket.setMaxBinaryMessageSize(2L * properties.maxFrameBytes());
            socket.setIdleTimeout(properties.idleTimeout());
        });
        return strategy;
    }
}
