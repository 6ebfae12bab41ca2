package io.damso.gateway.send;

import io.damso.gateway.session.StompSession;
import io.damso.protocol.RoomId;
import java.util.concurrent.CompletableFuture;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Controller;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes SEND frames that passed the guard. RECEIPT goes out after the broker's confirm; a message that is not confirmed
 * is refused with a code. Frames of one session arrive one after the other.
 */
@Controller
class SendController {

    private final RoomPublisher publisher;
    private final MessageStamp stamp;
    private final Answers answers;
    private final JsonMapper json;
    private final int maxTextBytes;

    SendController(
            RoomPublisher publisher, MessageStamp stamp, Answers answers, JsonMapper json, SendProperties properties) {
        this.publisher = publisher;
        this.stamp = stamp;
        this.answers = answers;
        this.json = json;
        this.maxTextBytes = Math.toIntExact(properties.maxTextSize().toBytes());
    }

    @MessageMapping("rooms.{roomId}.send")
    void send(
            @DestinationVariable String roomId,
            Message<byte[]> message,
            StompHeaderAccessor frame,
            StompSession session) {
        answers.expect(session, frame, publish(new RoomId(roomId), message.getPayload(), session));
    }

    private CompletableFuture<Void> publish(RoomId roomId, byte[] body, StompSession session) {
        try {
            SendRequest request = SendRequest.read(body, maxTextBytes, json);
            return publisher.publish(roomId, () -> stamp.stamp(roomId, session.user().userId(), request));
        } catch (RefusedException | RuntimeException e) {
            return CompletableFuture.failedFuture(e); // a defect, too, must be answered
        }
    }
}
