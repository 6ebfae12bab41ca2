package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.RoomMessage;
import io.damso.gateway.rooms.TestRooms;
import io.damso.protocol.RoomId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageFramesTests {

    private final MessageFrames frames = new MessageFrames();

    @Test
    void headersOfTheSubscriptionStandBeforeThoseOfTheMessage() {
        assertThat(frame(TestRooms.message(new RoomId("R1"), "m-1", "{}")))
                .isEqualTo("MESSAGE\n"
                        + "subscription:other\ndestination:/topic/rooms.R1\nmessage-id:m-1\ncontent-type:application/json\n"
                        + "content-length:2\n\n{}\0");
    }

    private String frame(RoomMessage message) {
        byte[] label = "subscription:other\ndestination:/topic/rooms.R1\n".getBytes(StandardCharsets.UTF_8);
        return new String(frames.complete(frames.encode(message), label), StandardCharsets.UTF_8);
    }
}
