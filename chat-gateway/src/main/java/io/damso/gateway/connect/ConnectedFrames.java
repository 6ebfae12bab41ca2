package io.damso.gateway.connect;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.session.ClientFrames;
import io.damso.gateway.session.StompSession;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.stereotype.Component;

/** Turns the broker's CONNECTED into the gateway's: its own session id, node name and heart-beat. */
@Component
final class ConnectedFrames implements ChannelInterceptor {

    private static final long SHORTEST_HEARTBEAT_WANTED = 10_000;

    private final GatewayProperties properties;

    ConnectedFrames(GatewayProperties properties) {
        this.properties = properties;
    }

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = ClientFrames.headersOf(message);
        if (StompCommand.CONNECTED.equals(frame.getCommand()) && frame.isMutable()) {
            StompSession.of(frame).ifPresent(session -> describe(frame, session));
        }
        return message;
    }

    private void describe(StompHeaderAccessor frame, StompSession session) {
        ClientFrames.retainHeaders(frame, "version", "heart-beat");
        long clientEvery = session.sendsHeartbeatEvery();
        frame.setHeartbeat(
                frame.getHeartbeat()[0], clientEvery == 0 ? 0 : Math.max(clientEvery, SHORTEST_HEARTBEAT_WANTED));
        frame.setNativeHeader("session", session.sessionId());
        frame.setNativeHeader("server", "damso");
        if (properties.revealNode()) {
            frame.setNativeHeader("node", properties.node());
        }
    }
}
