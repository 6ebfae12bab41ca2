package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawWire;
import io.damso.gateway.RawWire.Received;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A WebSocket message contains one STOMP frame, also if one write has several messages. Clients such as krossbow and
 * StompProtocolAndroid would read only the first of several frames, or fail.
 */
class OneFrameAMessageIT extends GatewayTest {

    private static final int MESSAGES = 2_000;
    private static final int LARGE_TEXT = 3_000;
    private static final int OWN_MESSAGES = 300;

    @Test
    void eachRoomMessageIsSeparateForASlowReader() throws Exception {
        try (RawWire wire = connected(bob);
                ChatClient sender = connect(alice)) {
            subscribe(wire);
            // The client does not read meanwhile, so frames accumulate and writes stop within a frame.
            now(CompletableFuture.allOf(IntStream.range(0, MESSAGES)
                    .mapToObj(i -> sender.send(room, text(i)))
                    .toArray(CompletableFuture[]::new)));
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(single(wire.next())).startsWith("MESSAGE\n").contains("\"text\":\"" + text(i) + "\"");
            }
        }
    }

    /** Returns a short text, and for every 50th number one that fills a write alone. */
    private static String text(int number) {
        return number + (number % 50 == 0 ? "x".repeat(LARGE_TEXT) : "");
    }

    @Test
    void ownMessagesAndTheirReceiptsAreSeparate() throws Exception {
        try (RawWire wire = connected(bob)) {
            subscribe(wire);
            for (int i = 0; i < OWN_MESSAGES; i++) {
                wire.text("SEND\ndestination:/app/rooms." + room + ".send\nreceipt:m" + i + "\n\n{\"text\":\"" + i
                        + "\"}\0");
            }
            int receipts = 0;
            int messages = 0;
            while (receipts + messages < 2 * OWN_MESSAGES) {
                String frame = single(wire.next());
                if (frame.startsWith("RECEIPT\n")) {
                    assertThat(frame).contains("receipt-id:m" + receipts++ + "\n");
                } else {
                    assertThat(frame).startsWith("MESSAGE\n").contains("\"text\":\"" + messages++ + "\"");
                }
            }
        }
    }

    @Test
    void pongsComeBetweenMessages() throws Exception {
        try (RawWire wire = connected(bob);
                ChatClient sender = connect(alice)) {
            subscribe(wire);
            CompletableFuture<Void> sent = CompletableFuture.allOf(IntStream.range(0, MESSAGES)
                    .mapToObj(i -> sender.send(room, text(i)))
                    .toArray(CompletableFuture[]::new));
            int pongs = 0;
            for (int i = 0; i < MESSAGES; ) {
                if (i % 20 == 0) {
                    wire.frame(true, RawWire.PING, new byte[] {'p'});
                }
                Received received = wire.next();
                if (received.opcode() == RawWire.PONG) {
                    assertThat(received.text()).isEqualTo("p");
                    pongs++;
                } else {
                    assertThat(single(received)).contains("\"text\":\"" + text(i++) + "\"");
                }
            }
            now(sent);
            assertThat(pongs).isPositive();
        }
    }

    @Test
    void errorIsSeparateAfterWaitingFrames() throws Exception {
        try (RawWire wire = connected(bob)) {
            wire.text("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:r1\n\n\0"
                    + "SUBSCRIBE\nid:n\ndestination:/user/queue/notifications\nreceipt:r2\n\n\0NONSENSE\n\n\0");
            assertThat(single(wire.next())).startsWith("RECEIPT\n").contains("receipt-id:r1\n");
            assertThat(single(wire.next())).startsWith("RECEIPT\n").contains("receipt-id:r2\n");
            assertThat(single(wire.next())).startsWith("ERROR\n");
            assertThat(wire.next().code()).isEqualTo(1002);
        }
    }

    private RawWire connected(String user) throws Exception {
        RawWire wire = RawWire.upgraded(port);
        wire.text("CONNECT\naccept-version:1.2\nhost:x\nheart-beat:0,1000\nAuthorization:Bearer " + token(user)
                + "\n\n\0");
        assertThat(single(wire.next())).startsWith("CONNECTED\n");
        return wire;
    }

    private void subscribe(RawWire wire) throws Exception {
        wire.text("SUBSCRIBE\nid:s1\ndestination:/topic/rooms." + room + "\nreceipt:r1\n\n\0");
        assertThat(single(wire.next())).startsWith("RECEIPT\n").contains("receipt-id:r1\n");
    }

    /** Returns the only frame of the message. */
    private static String single(Received message) {
        assertThat(message.opcode()).isEqualTo(RawWire.TEXT);
        assertThat(message.text().indexOf('\0'))
                .as("end of the only frame in <%s>", message.text())
                .isEqualTo(message.text().length() - 1);
        return message.text();
    }
}
