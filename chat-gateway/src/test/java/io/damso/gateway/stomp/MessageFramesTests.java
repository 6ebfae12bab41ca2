package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.RoomMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageFramesTests {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final MessageFrames frames = new MessageFrames();

    @Test
    void headersOfTheSubscriptionStandBeforeThoseOfTheMessage() {
        assertThat(frame(new RoomMessage("m-1", "application/json", BODY)))
                .isEqualTo("MESSAGE\n"
                        + "subscription:other\ndestination:/topic/rooms.R1\nmessage-id:m-1\ncontent-type:application/json\n"
                        + "content-length:2\n\n{}\0");
    }

    @Test
    void messageWithoutAnIdGetsOne() {
        assertThat(frame(new RoomMessage(null, null, BODY)))
                .matches("MESSAGE\nsubscription:other\ndestination:/topic/rooms.R1\n"
                        + "message-id:[0-9a-f-]{36}\ncontent-length:2\n\n\\{}\0");
    }

    private String frame(RoomMessage message) {
        byte[] label = "subscription:other\ndestination:/topic/rooms.R1\n".getBytes(StandardCharsets.UTF_8);
        return new String(frames.complete(frames.encode(message), label), StandardCharsets.UTF_8);
    }
}
