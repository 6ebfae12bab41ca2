package io.damso.gateway.relay;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.session.ClientFrames;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.stereotype.Component;

/**
 * Shows clients our contract instead of RabbitMQ's: MESSAGE frames carry the documented headers only, the end-to-end id
 * as {@code message-id}, and the destination as the client wrote it.
 */
@Component
public final class RelayedFrames implements ChannelInterceptor {

    private static final String AMQP_MESSAGE_ID = "amqp-message-id";

    private final String topicPrefix;

    RelayedFrames(GatewayProperties properties) {
        this.topicPrefix = properties.topicPrefix();
    }

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = ClientFrames.headersOf(message);
        if (StompCommand.MESSAGE.equals(frame.getCommand()) && frame.isMutable()) {
            useEndToEndId(frame);
            useClientsPrefix(frame, frame.getDestination());
            ClientFrames.retainHeaders(
                    frame, "subscription", "message-id", "destination", "content-type", "content-length");
        }
        return message;
    }

    private static void useEndToEndId(StompHeaderAccessor frame) {
        String messageId = frame.getFirstNativeHeader(AMQP_MESSAGE_ID);
        if (messageId != null) {
            frame.setMessageId(messageId);
        }
    }

    private void useClientsPrefix(StompHeaderAccessor frame, @Nullable String destination) {
        if (destination != null && destination.startsWith(BrokerRelay.BROKER_PREFIX + "/")) {
            frame.setDestination(topicPrefix + destination.substring(BrokerRelay.BROKER_PREFIX.length()));
        }
    }
}
