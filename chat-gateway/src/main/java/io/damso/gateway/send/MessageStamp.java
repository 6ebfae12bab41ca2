package io.damso.gateway.send;

import io.damso.protocol.ChatMessage;
import io.damso.protocol.MessageId;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Sets the fields of a message that only the server may set: id, sender and time. Thread-safe. */
@Component
final class MessageStamp {

    private final Clock clock;

    MessageStamp(Clock clock) {
        this.clock = clock;
    }

    /** Returns the message without its time. Without a client message id it is another message at each call. */
    Unsent identify(RoomId roomId, UserId sender, SendRequest request) {
        String given = request.clientMessageId();
        String clientMessageId = given == null ? UUID.randomUUID().toString() : given;
        String id = MessageId.of(roomId, sender, clientMessageId, ChatMessage.TYPE_CHAT, content(request));
        return new Unsent(id, roomId, sender, request, clientMessageId);
    }

    /** Messages with nothing but a text keep the ids that they had before there was more. */
    private static String[] content(SendRequest request) {
        MessageData data = request.data();
        return request.replyTo() == null && data == null
                ? new String[] {request.text()}
                : new String[] {
                    request.text(), Objects.requireNonNullElse(request.replyTo(), ""), data == null ? "" : data.json()
                };
    }

    /** Returns the message with the time of this call. */
    ChatMessage stamp(Unsent unsent) {
        return new ChatMessage(
                unsent.id(),
                unsent.roomId().value(),
                unsent.sender().value(),
                ChatMessage.TYPE_CHAT,
                unsent.request().text(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                unsent.clientMessageId(),
                unsent.request().replyTo(),
                unsent.request().fields());
    }

    /** A message whose time is not set yet. */
    record Unsent(String id, RoomId roomId, UserId sender, SendRequest request, String clientMessageId) {}
}
