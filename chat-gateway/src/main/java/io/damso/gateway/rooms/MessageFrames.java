package io.damso.gateway.rooms;

import io.damso.gateway.GatewayProperties;
import io.damso.protocol.Destinations;
import io.damso.protocol.RoomId;
import java.util.UUID;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Makes MESSAGE frames of our contract: the documented headers only, the end-to-end id as {@code message-id}, and the
 * destination as clients write it. A frame is encoded once; the header that differs between subscribers is put in afterwards.
 */
@Component
final class MessageFrames {

    private final StompEncoder encoder = new StompEncoder();
    private final Destinations destinations;

    MessageFrames(GatewayProperties properties) {
        this.destinations = properties.destinations();
    }

    /** Returns the frame without its {@code subscription} header. */
    byte[] encode(RoomId roomId, RoomMessage message) {
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.MESSAGE);
        headers.setNativeHeader("message-id", message.id() == null ? UUID.randomUUID().toString() : message.id());
        headers.setNativeHeader("destination", destinations.roomMessages(roomId));
        if (message.contentType() != null) {
            headers.setNativeHeader("content-type", message.contentType());
        }
        return encoder.encode(headers.getMessageHeaders(), message.body());
    }
}
