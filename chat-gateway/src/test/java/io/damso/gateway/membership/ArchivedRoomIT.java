package io.damso.gateway.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** An archived room is read, and takes no SENDs. */
@TestPropertySource(properties = "damso.gateway.access.recheck-after=1s")
@DirtiesContext
class ArchivedRoomIT extends GatewayTest {

    private RawSocket listening() throws InterruptedException {
        RawSocket socket = rawConnected(alice);
        socket.untilReceipt("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n");
        return socket;
    }

    /** Sends, and returns whether the room took it. */
    private boolean sends(RawSocket socket) throws InterruptedException {
        socket.send("SEND\ndestination:/app/rooms." + room + ".send\nreceipt:x\n\n{\"text\":\"anybody?\"}\0");
        String answer = socket.next();
        if (answer.startsWith("RECEIPT\n")) {
            return true;
        }
        assertThat(answer).contains("\"code\":\"room-archived\"", "\"receipt\":\"x\"", "\"retryable\":false");
        return false;
    }

    private void awaitSends(RawSocket socket, boolean taken) {
        await("the event").pollInSameThread().until(() -> sends(socket) == taken);
    }

    @Test
    void sendIsRefusedAsSoonAsTheRoomIsArchivedAndTakenWhenItIsNot() throws Exception {
        try (RawSocket socket = listening()) {
            assertThat(sends(socket)).isTrue();
            responder.archive(room, true);
            awaitSends(socket, false);
            assertThat(socket.untilReceipt("SUBSCRIBE\nid:s\ndestination:/topic/rooms." + room + "\n"))
                    .as("an archived room is read")
                    .isEmpty();
            socket.untilReceipt("UNSUBSCRIBE\nid:s\n");
            responder.archive(room, false);
            awaitSends(socket, true);
        }
    }

    @Test
    void gatewayThatKnowsNothingOfTheRoomIsToldWithTheMembership() throws Exception {
        responder.archiveWithoutEvent(room, true);
        try (RawSocket socket = listening()) {
            assertThat(sends(socket)).isFalse();
        }
    }

    @Test
    void lostEventIsMadeUpForByTheRecheck() throws Exception {
        try (RawSocket socket = listening()) {
            assertThat(sends(socket)).isTrue();
            responder.archiveWithoutEvent(room, true);
            awaitSends(socket, false);
            responder.archiveWithoutEvent(room, false);
            awaitSends(socket, true);
        }
    }
}
