package io.damso.load.peer.stock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * Spring's in-memory broker with its defaults: no heart-beats, path patterns with wildcards. It sends no receipts, so a
 * client could not detect when its subscription is active. {@link SubscriptionReceipts} adds them.
 */
@Configuration(proxyBeanMethods = false)
@Profile("simple")
class SimpleBroker implements WebSocketMessageBrokerConfigurer {

    private final ObjectProvider<SubscribableChannel> clientOutboundChannel;

    SimpleBroker(@Qualifier("clientOutboundChannel") ObjectProvider<SubscribableChannel> clientOutboundChannel) {
        this.clientOutboundChannel = clientOutboundChannel;
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableSimpleBroker("/topic");
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.interceptors(new SubscriptionReceipts(clientOutboundChannel));
    }
}
