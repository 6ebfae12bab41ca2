package io.damso.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTests {

    private final Destinations destinations = Destinations.DEFAULT;

    @Test
    void documentedDestinationsAreUnderstood() {
        RoomId room = new RoomId("0192-a_B");
        assertThat(destinations.parseSend("/app/rooms.0192-a_B.send")).contains(new Destination.RoomSend(room));
        assertThat(destinations.parseSubscribe("/topic/rooms.0192-a_B")).contains(new Destination.RoomMessages(room));
        assertThat(destinations.parseSubscribe("/user/queue/errors")).contains(new Destination.UserErrors());
    }

    @Test
    void writtenDestinationsAreReadBack() {
        RoomId room = new RoomId("r1");
        Destinations moved = new Destinations("/pub", "/sub");
        assertThat(moved.parseSend(moved.roomSend(room))).contains(new Destination.RoomSend(room));
        assertThat(moved.parseSubscribe(moved.roomMessages(room))).contains(new Destination.RoomMessages(room));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/topic",
                "/topic/",
                "/topic/rooms",
                "/topic/rooms.",
                "/topic/rooms.*",
                "/topic/rooms.#",
                "/topic/#",
                "/topic/rooms.a.b",
                "/topic/rooms.a%2Fb",
                "/topic/rooms.a/b",
                "/topic/rooms.é",
                "/topic/rooms.a ",
                " /topic/rooms.a",
                "/topic/rooms.a\n",
                "/TOPIC/rooms.a",
                "/queue/rooms.a",
                "/exchange/amq.topic/rooms.a",
                "/amq/queue/damso.messages.0",
                "/temp-queue/a",
                "/reply-queue/a",
                "/user/queue/errors/",
                "/user/alice/queue/errors",
                "/user/queue/notifications/",
                "/user/bob/queue/notifications",
                "/topic//rooms.a",
                "rooms.a",
                "/app/rooms.a.send"
            })
    void everythingElseIsRefusedForSubscribe(String destination) {
        assertThat(destinations.parseSubscribe(destination)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/app",
                "/app/rooms.send",
                "/app/rooms..send",
                "/app/rooms.a",
                "/app/rooms.a.send.send",
                "/app/rooms.*.send",
                "/app/rooms.#.send",
                "/app/rooms.a%2F.send",
                "/topic/rooms.a",
                "/user/queue/errors",
                "/queue/a",
                "/app/rooms.a.SEND"
            })
    void everythingElseIsRefusedForSend(String destination) {
        assertThat(destinations.parseSend(destination)).isEmpty();
    }

    @Test
    void overlongRoomIsRefused() {
        assertThat(destinations.parseSubscribe("/topic/rooms." + "a".repeat(64)))
                .isPresent();
        assertThat(destinations.parseSubscribe("/topic/rooms." + "a".repeat(65)))
                .isEmpty();
    }

    @Test
    void uuidInCapitalsIsTheSameRoom() {
        RoomId room = new RoomId("0192f3a4-abcd-7000-8000-00000000000f");
        assertThat(destinations.parseSubscribe("/topic/rooms.0192F3A4-ABCD-7000-8000-00000000000F"))
                .contains(new Destination.RoomMessages(room));
        assertThat(destinations.parseSend("/app/rooms.0192f3a4-ABCD-7000-8000-00000000000f.send"))
                .contains(new Destination.RoomSend(room));
        assertThat(room).hasToString("0192f3a4-abcd-7000-8000-00000000000f");
        assertThat(new RoomId("0192F3A4-ABCD-7000-8000-00000000000G"))
                .as("not a UUID")
                .hasToString("0192F3A4-ABCD-7000-8000-00000000000G");
        assertThat(new RoomId("R-0192F3A4-ABCD-7000-8000-00000000000F").value()).startsWith("R-");
    }
}
