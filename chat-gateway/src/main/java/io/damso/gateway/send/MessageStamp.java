package io.damso.gateway.send;

import com.github.f4b6a3.uuid.UuidCreator;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gives a message what only the server may: id, sender and time. Safe for use by many threads. */
@Component
final class MessageStamp {

    private final Clock clock;

    MessageStamp(Clock clock) {
        this.clock = clock;
    }

    /** Returns the stamped message; ids of one node grow with every call, also within a millisecond. */
    ChatMessage stamp(RoomId roomId, UserId sender, SendRequest request) {
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        String clientMessageId = request.clientMessageId();
        return new ChatMessage(
                id.toString(),
                roomId.value(),
                sender.value(),
                ChatMessage.TYPE_CHAT,
                request.text(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                clientMessageId == null ? id.toString() : clientMessageId);
    }
}
