package io.damso.gateway.connect;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.access.FrameGuard;
import io.damso.gateway.relay.BrokerRelay;
import io.damso.gateway.relay.RelayedFrames;
import io.damso.gateway.send.OutstandingSends;
import io.damso.gateway.session.CodedErrorHandler;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.stereotype.Component;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.StompWebSocketEndpointRegistration;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;
import org.springframework.web.socket.server.jetty.JettyRequestUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Wires the way of a frame: socket, connect, access, then send or relay. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocketMessageBroker
class WebSocketConfiguration implements WebSocketMessageBrokerConfigurer {

    private final SocketProperties properties;
    private final GatewayProperties gateway;
    private final Interceptors interceptors;
    private final BrokerRelay relay;
    private final CodedErrorHandler errorHandler;

    WebSocketConfiguration(
            SocketProperties properties,
            GatewayProperties gateway,
            Interceptors interceptors,
            BrokerRelay relay,
            CodedErrorHandler errorHandler) {
        this.properties = properties;
        this.gateway = gateway;
        this.interceptors = interceptors;
        this.relay = relay;
        this.errorHandler = errorHandler;
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.setPreserveReceiveOrder(true);
        registry.setErrorHandler(errorHandler);
        endpoint(registry);
        endpoint(registry).withSockJS().setSessionCookieNeeded(false);
    }

    private StompWebSocketEndpointRegistration endpoint(StompEndpointRegistry registry) {
        return registry.addEndpoint(properties.path())
                .setHandshakeHandler(new DefaultHandshakeHandler(upgradeStrategy()))
                .addInterceptors(interceptors.handshake())
                .setAllowedOrigins(properties.allowedOrigins().toArray(String[]::new));
    }

    private JettyRequestUpgradeStrategy upgradeStrategy() {
        JettyRequestUpgradeStrategy strategy = new JettyRequestUpgradeStrategy();
        strategy.addWebSocketConfigurer(socket -> {
            // Twice the frame size, so that the STOMP decoder sees a frame that is too large and can name the reason.
            socket.setMaxTextMessageSize(2L * properties.maxFrameBytes());
            socket.setMaxBinaryMessageSize(2L * properties.maxFrameBytes());
            socket.setIdleTimeout(properties.idleTimeout());
        });
        return strategy;
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration transport) {
        transport.setMessageSizeLimit(properties.maxFrameBytes())
                .setSendBufferSizeLimit(Math.toIntExact(properties.sendBufferLimit().toBytes()))
                .setSendTimeLimit(Math.toIntExact(properties.sendTimeLimit().toMillis()));
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.setApplicationDestinationPrefixes(gateway.applicationPrefix());
        registry.setPathMatcher(new AntPathMatcher("."));
        registry.setPreservePublishOrder(true);
        relay.enable(registry);
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        // On the socket's own (virtual) thread. On a pool, Spring's three handlers work on one mutable header map at the
        // same time; one of them can then miss the mark that releases the session's next frame, which never comes.
        registration.executor(new SyncTaskExecutor());
        registration.interceptors(interceptors.connect(), interceptors.access(), interceptors.sends());
    }

    @Override
    public void configureClientOutboundChannel(ChannelRegistration registration) {
        registration.interceptors(interceptors.connected(), interceptors.relayed());
    }

    /**
     * What every frame passes.
     *
     * @param handshake before the upgrade
     * @param connect first on the way in
     * @param access second on the way in
     * @param sends third on the way in
     * @param connected first on the way out
     * @param relayed second on the way out
     */
    @Component
    record Interceptors(
            ReadyHandshakes handshake,
            ConnectInterceptor connect,
            FrameGuard access,
            OutstandingSends sends,
            ConnectedFrames connected,
            RelayedFrames relayed) {}
}
