package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A client without a subscription to {@code /user/queue/errors} gets refusals as ERROR. */
@TestPropertySource(properties = {"damso.gateway.limits.sends.per-second=1", "damso.gateway.limits.sends.burst=50"})
@DirtiesContext
class RefusalByErrorIT extends GatewayTest {

    private static final String SUBSCRIBE_ERRORS = "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n";

    private String send(String roomId, int number) {
        return "SEND\ndestination:/app/rooms." + roomId + ".send\nreceipt:s" + number + "\n\n{\"text\":\"m\"}\0";
    }

    private static void assertEnded(RawSocket socket, String code, String receipt) throws Exception {
        assertThat(socket.closeCode()).isEqualTo(1002);
        List<String> everything = List.copyOf(socket.received());
        assertThat(everything.getLast())
                .startsWith("ERROR\n")
                .contains("\nerror-code:" + code + "\n", "\nreceipt-id:" + receipt + "\n", "\nmessage:");
        assertThat(String.join("", everything)).containsOnlyOnce("ERROR\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEND\ndestination:/nowhere\nreceipt:r\n\n{}\0 destination-refused",
                "SUBSCRIBE\nid:1\ndestination:/topic/rooms.others\nreceipt:r\n\n\0 not-a-member",
                "SUBSCRIBE\nid:1\ndestination:/user/queue/errors\nselector:x\nreceipt:r\n\n\0 header-refused",
                "SUBSCRIBE\ndestination:/user/queue/errors\nreceipt:r\n\n\0 header-refused",
                "UNSUBSCRIBE\nid:none\nreceipt:r\n\n\0 header-refused",
                "ACK\nid:1\nreceipt:r\n\n\0 command-refused",
                "SEND\ndestination:/app/session.refresh\nreceipt:r\n\n{}\0 body-unreadable"
            })
    void refusalIsAnErrorWithItsReceiptAndCodeAndEndsTheSession(String frameAndCode) throws Exception {
        int end = frameAndCode.indexOf('\0') + 1;
        try (RawSocket socket = rawConnected(alice)) {
            socket.send(frameAndCode.substring(0, end));
            assertEnded(socket, frameAndCode.substring(end + 1), "r");
        }
    }

    @Test
    void refusalWithoutReceiptHasNoReceiptId() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send("SEND\ndestination:/nowhere\n\n{}\0");
            assertThat(socket.next())
                    .startsWith("ERROR\n")
                    .contains("\nerror-code:destination-refused\n")
                    .doesNotContain("receipt-id");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void burstBeyondTheLimitIsReceiptedOrEndsInOneError() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send(IntStream.range(0, 150).mapToObj(i -> send(room, i)).collect(Collectors.joining()));
            assertThat(socket.closeCode()).isEqualTo(1002);
            String everything = String.join("", socket.received());
            assertThat(everything).containsOnlyOnce("ERROR\n").contains("\nerror-code:too-many-requests\n");
            assertThat(everything.substring(everything.indexOf("ERROR\n")))
                    .as("the last frame")
                    .contains("\nreceipt-id:s");
        }
    }

    @Test
    void throttledSessionWithErrorsSubscriptionStaysOpen() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.untilReceipt(SUBSCRIBE_ERRORS);
            for (int i = 0; i < 150; i++) {
                socket.send(send(room, i));
            }
            List<String> answers = socket.next(150);
            assertThat(answers)
                    .hasSize(150)
                    .allMatch(
                            frame -> frame.startsWith("RECEIPT\n") || frame.contains("\"code\":\"too-many-requests\""));
            assertThat(answers)
                    .filteredOn(frame -> frame.startsWith("RECEIPT\n"))
                    .hasSizeBetween(50, 149);
            assertThat(socket.isClosed()).isFalse();
        }
    }

    @Test
    void refusalOfASecondErrorsSubscriptionIsSentToTheFirst() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.untilReceipt(SUBSCRIBE_ERRORS);
            socket.send(SUBSCRIBE_ERRORS + "receipt:again\n\n\0");
            assertThat(socket.next())
                    .contains("subscription:e\n", "\"code\":\"header-refused\"", "\"receipt\":\"again\"");
            assertThat(socket.untilReceipt("UNSUBSCRIBE\nid:e\n")).isEmpty();
            socket.send(send("others", 1));
            assertEnded(socket, "not-a-member", "s1");
        }
    }

    @Test
    void noticesAreDroppedAndEndNoSession() throws Exception {
        try (RawSocket withoutErrors = rawConnected(bob);
                RawSocket withErrors = rawConnected(bob);
                ChatClient other = connect(alice)) {
            withoutErrors.untilReceipt("SUBSCRIBE\nid:1\ndestination:/topic/rooms." + room + "\n");
            withErrors.untilReceipt(SUBSCRIBE_ERRORS);
            withErrors.untilReceipt("SUBSCRIBE\nid:1\ndestination:/topic/rooms." + room + "\n");
            responder.leave(room, bob);
            assertThat(withErrors.next()).contains("\"code\":\"membership-ended\"");
            now(other.send(room, "after the removal"));
            assertThat(withoutErrors.untilReceipt("SUBSCRIBE\nid:n\ndestination:/user/queue/notifications\n"))
                    .isEmpty();
            assertThat(withoutErrors.isClosed()).isFalse();
        }
    }
}
