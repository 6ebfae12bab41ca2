package io.damso.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawWire;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Clients that never complete a request, or never stop sending, do not affect other clients. */
@TestPropertySource(
        properties = {
            "damso.gateway.limits.handshakes.timeout=1s",
            "damso.gateway.limits.frames.timeout=5s",
            "damso.gateway.limits.frames.per-second=10",
            "damso.gateway.limits.frames.burst=200"
        })
@DirtiesContext
class SlowClientIT extends GatewayTest {

    private static final byte[] NOTHING = new byte[0];

    private RawWire connected() throws IOException {
        RawWire wire = RawWire.upgraded(port);
        wire.text("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + token(alice) + "\n\n\0");
        assertThat(wire.next().text()).startsWith("CONNECTED\n");
        return wire;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET /ws HTTP/1.1\r\n", "GET /ws HTTP/1.1\r\nHost: localhost\r\nX-Slow: "})
    void connectionOfAnIncompleteRequestIsClosed(String begin) throws Exception {
        try (RawWire wire = new RawWire(port)) {
            wire.write(begin);
            wire.awaitEnd();
        }
    }

    @Test
    void connectionOfASlowRequestIsClosed() throws Exception {
        try (RawWire wire = new RawWire(port)) {
            wire.write("GET /ws HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            trickle(wire);
        }
    }

    /** Writes a space at intervals until the server has closed the connection. */
    private static void trickle(RawWire wire) {
        await("the end").pollInterval(Duration.ofMillis(100)).until(() -> {
            try {
                wire.write(" ");
                return false;
            } catch (SocketException e) {
                return true;
            }
        });
    }

    @Test
    void connectionOfASlowBodyIsClosed() throws Exception {
        String session = openSockJsSession();
        try (RawWire wire = new RawWire(port)) {
            wire.write("POST " + session + "/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n[");
            trickle(wire);
        }
    }

    /** The gateway does not read this body, so it does not wait for it. */
    @Test
    void unreadBodyDoesNotEndTheStream() throws Exception {
        String session = "/ws/000/" + UUID.randomUUID();
        try (RawWire wire = new RawWire(port)) {
            wire.write("POST " + session + "/xhr_streaming HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n[");
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
            long start = System.nanoTime();
            await("a pause longer than the timeout")
                    .pollInterval(Duration.ofMillis(100))
                    .until(() ->
                            System.nanoTime() - start > Duration.ofMillis(2_500).toNanos());
            assertThat(sendHeartbeat(session)).startsWith("HTTP/1.1 204 ");
        }
    }

    private String openSockJsSession() throws IOException {
        String session = "/ws/000/" + UUID.randomUUID();
        try (RawWire wire = new RawWire(port)) {
            wire.write("POST " + session + "/xhr HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
        }
        return session;
    }

    private String sendHeartbeat(String session) throws IOException {
        try (RawWire wire = new RawWire(port)) {
            wire.write(
                    "POST " + session + "/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n[\"\\n\"]");
            return wire.head();
        }
    }

    @Test
    void connectionOfASlowSecondRequestIsClosed() throws Exception {
        try (RawWire wire = new RawWire(port)) {
            wire.write("GET /ws/info HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
            wire.write("GET /ws/in");
            wire.awaitEnd();
        }
    }

    @Test
    void requestsOnOneConnectionWithPausesAreServed() throws Exception {
        try (RawWire wire = new RawWire(port)) {
            for (int i = 0; i < 3; i++) {
                wire.write("HEAD /ws/info HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(wire.head()).startsWith("HTTP/1.1 ");
                long start = System.nanoTime();
                await("a pause longer than the timeout")
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> System.nanoTime() - start
                                > Duration.ofMillis(1_600).toNanos());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEND", "SEND\ndestination:/app/x\n", "SEND\ncontent-length:1000\n\nx"})
    void frameThatIsNeverFinishedEndsTheSession(String begin) throws Exception {
        try (RawWire wire = connected()) {
            wire.text(begin);
            RawWire.Received close = wire.nextClose();
            assertThat(close.code()).isEqualTo(4000);
            assertThat(close.text()).isEqualTo("frame-timeout");
        }
    }

    @Test
    void messageThatIsNeverFinishedEndsTheSession() throws Exception {
        try (RawWire wire = connected()) {
            wire.frame(false, RawWire.TEXT, "SEND\n".getBytes(StandardCharsets.UTF_8));
            assertThat(wire.nextClose().text()).isEqualTo("frame-timeout");
        }
    }

    @Test
    void endlessFragmentsAreCutOffBySize() throws Exception {
        try (RawWire wire = connected()) {
            wire.frame(false, RawWire.TEXT, "SEND\n\n".getBytes(StandardCharsets.UTF_8));
            byte[] filling = "x".repeat(2_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 40; i++) {
                wire.frame(false, RawWire.CONTINUATION, filling);
            }
            assertThat(wire.next().text()).contains("error-code:frame-too-large");
        }
    }

    @Test
    void fragmentsOfAnySizeAreOneMessage() throws Exception {
        try (RawWire wire = connected()) {
            byte[] frame = ("SEND\ndestination:/app/rooms." + room + ".send\nreceipt:가\n\n{\"text\":\"나\"}\0")
                    .getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < frame.length; i++) {
                wire.frame(i == frame.length - 1, i == 0 ? RawWire.TEXT : RawWire.CONTINUATION, new byte[] {frame[i]});
            }
            assertThat(wire.next().text()).contains("receipt-id:가");
        }
    }

    @Test
    void floodsEndOnlyTheirOwnSession() throws Exception {
        try (ChatClient other = connect(bob)) {
            for (int opcode : new int[] {RawWire.PING, RawWire.PONG, RawWire.TEXT}) {
                try (RawWire wire = connected()) {
                    flood(wire, true, opcode);
                    assertThat(wire.nextClose().text()).as("opcode %d", opcode).isEqualTo("too-many-frames");
                }
            }
            try (RawWire wire = connected()) {
                wire.frame(false, RawWire.TEXT, NOTHING);
                flood(wire, false, RawWire.CONTINUATION);
                assertThat(wire.nextClose().text()).isEqualTo("too-many-frames");
            }
            now(other.send(room, "unharmed"));
        }
    }

    private static void flood(RawWire wire, boolean last, int opcode) throws IOException {
        try {
            for (int i = 0; i < 400; i++) {
                wire.frame(last, opcode, NOTHING);
            }
        } catch (SocketException e) {
            // the server has closed already; its answer can still be read
        }
    }

    @Test
    void clientThatIsStillSendingReceivesTheReasonOfTheEnd() throws Exception {
        try (RawWire wire = connected()) {
            wire.text("GARBAGE\n\n\0");
            await("the answer").until(wire::hasAnswer);
            for (int i = 0; i < 20; i++) {
                wire.text("x".repeat(2_000));
            }
            assertThat(wire.next().text()).contains("error-code:malformed-frame");
            assertThat(wire.nextClose().code()).isEqualTo(1002);
        }
    }

    @Test
    void pingIsAnsweredWithItsPayload() throws Exception {
        try (RawWire wire = connected()) {
            wire.frame(true, RawWire.PING, "payload".getBytes(StandardCharsets.UTF_8));
            RawWire.Received pong = wire.next();
            assertThat(pong.opcode()).isEqualTo(RawWire.PONG);
            assertThat(pong.text()).isEqualTo("payload");
        }
    }
}
