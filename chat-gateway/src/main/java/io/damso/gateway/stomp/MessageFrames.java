package io.damso.gateway.stomp;

import io.damso.gateway.rooms.FrameFormat;
import io.damso.gateway.rooms.feed.RoomMessage;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Creates MESSAGE frames with the documented headers only, and with the end-to-end id as {@code message-id}. A frame is
 * encoded once; the headers that differ between subscribers, {@code subscription} and {@code destination}, are the
 * label. Thread-safe.
 */
@Component
final class MessageFrames implements FrameFormat {

    private final StompEncoder encoder = new StompEncoder();

    @Override
    public byte[] encode(RoomMessage message) {
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.MESSAGE);
        headers.setNativeHeader("message-id", message.id());
        headers.setNativeHeader("content-type", "application/json");
        String position = message.position();
        if (position != null) {
            headers.setNativeHeader("position", position);
        }
        if (message.late()) {
            headers.setNativeHeader("late", "true");
        }
        return encoder.encode(headers.getMessageHeaders(), message.body());
    }

    @Override
    public byte[] complete(byte[] encoded, byte[] label) {
        return EncodedFrames.withHeader(encoded, label);
    }
}
