package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.TestRooms;
import io.damso.gateway.rooms.feed.RoomMessage;
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

    @Test
    void positionIsAHeader() {
        assertThat(frame(TestRooms.message(new RoomId("R1"), "m-1", "{}").at("P-_9")))
                .contains("\nmessage-id:m-1\ncontent-type:application/json\nposition:P-_9\ncontent-length:2\n\n{}\0");
    }

    @Test
    void messageThatWasMissedAndComesBehindLaterOnesSaysSo() {
        assertThat(frame(TestRooms.message(new RoomId("R1"), "m-1", "{}").withLate(true)))
                .contains("\nmessage-id:m-1\ncontent-type:application/json\nlate:true\ncontent-length:2\n\n{}\0");
    }

    private String frame(RoomMessage message) {
        byte[] label = "subscription:other\ndestination:/topic/rooms.R1\n".getBytes(StandardCharsets.UTF_8);
        return new String(frames.complete(frames.encode(message), label), StandardCharsets.UTF_8);
    }
}
