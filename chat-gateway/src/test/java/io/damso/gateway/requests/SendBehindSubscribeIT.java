package io.damso.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import io.damso.gateway.SockJsClient;
import io.damso.test.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A client that subscribes and sends at once, without waiting for the RECEIPT, receives its own message. */
@TestPropertySource(
        properties = {"damso.gateway.send.wait-for-subscribe=5s", "damso.gateway.rooms.subscribe-timeout=30s"})
@DirtiesContext
class SendBehindSubscribeIT extends GatewayTest {

    private static final int TRIES = 10;
    private static final Duration WAIT = Duration.ofSeconds(5);

    /** More than Jetty's default limit of concurrent reads. */
    private static final int MANY = 250;

    private static final int ROOMS = 6;

    private static TcpProxy wire;

    @DynamicPropertySource
    static void relayOverAWire(DynamicPropertyRegistry registry) {
        registry.add("damso.gateway.relay.addresses", () -> {
            wire = new TcpProxy(broker.host(), broker.stompPort());
            return broker.host() + ":" + wire.port();
        });
    }

    @AfterAll
    static void closeWire() {
        wire.close();
    }

    private String newRoom() {
        String created = "r-" + UUID.randomUUID();
        responder.join(created, alice);
        return created;
    }

    private static String subscribe(String roomId) {
        return "SUBSCRIBE\nid:" + roomId + "\ndestination:/topic/rooms." + roomId + "\nreceipt:subscribed\n\n\0";
    }

    private static String send(String roomId, String receipt) {
        return "SEND\ndestination:/app/rooms." + roomId + ".send\nreceipt:" + receipt + "\n\n{\"text\":\"my own\"}\0";
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ownMessageIsHeardInARoomThatIsNewToTheNode(boolean inOneMessage) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            String fresh = newRoom();
            try (RawSocket socket = rawConnected(alice)) {
                if (inOneMessage) {
                    socket.send(subscribe(fresh) + send(fresh, "sent"));
                } else {
                    socket.send(subscribe(fresh)).send(send(fresh, "sent"));
                }
                assertThat(socket.next()).contains("receipt-id:subscribed\n");
                assertThat(List.of(socket.next(), socket.next()))
                        .as("attempt %d", i)
                        .anyMatch(frame -> frame.contains("receipt-id:sent\n"))
                        .anyMatch(frame -> frame.startsWith("MESSAGE\n") && frame.contains("my own"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr_streaming", "xhr"})
    void ownMessageIsHeardOverSockJs(String transport) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            String fresh = newRoom();
            try (SockJsClient client = new SockJsClient(http, port, transport)) {
                client.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token(alice) + "\n\n\0");
                assertThat(client.next()).startsWith("CONNECTED\n");
                client.send(subscribe(fresh), send(fresh, "sent"));
                assertThat(client.next()).contains("receipt-id:subscribed\n");
                assertThat(List.of(client.next(), client.next()))
                        .as("attempt %d", i)
                        .anyMatch(frame -> frame.contains("receipt-id:sent\n"))
                        .anyMatch(frame -> frame.startsWith("MESSAGE\n") && frame.contains("my own"));
            }
        }
    }

    @Test
    void refusedSubscribeDelaysNoSend() throws Exception {
        String foreign = "r-" + UUID.randomUUID();
        try (RawSocket socket = rawConnected(alice)) {
            socket.untilReceipt("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n");
            socket.send(subscribe(foreign) + send(foreign, "foreign") + send(room, "sent"));
            assertThat(socket.next()).contains("\"code\":\"not-a-member\"", "\"receipt\":\"subscribed\"");
            assertThat(socket.next()).contains("\"code\":\"not-a-member\"", "\"receipt\":\"foreign\"");
            assertThat(socket.next()).contains("receipt-id:sent\n");
        }
    }

    @Test
    void sendIsSentAfterTheWaitIfTheBrokerDoesNotConfirm() throws Exception {
        StringBuilder frames = new StringBuilder();
        for (int i = 0; i < ROOMS; i++) {
            String fresh = newRoom();
            frames.append(subscribe(fresh)).append(send(fresh, "sent " + i));
        }
        try (RawSocket socket = rawConnected(alice)) {
            cutTheRelay();
            long begin = System.nanoTime();
            socket.send(frames.toString());
            // In any order: the rooms have different partitions.
            assertThat(socket.next()).startsWith("RECEIPT\n").contains("receipt-id:sent ");
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(WAIT.toNanos());
            for (int i = 1; i < ROOMS; i++) {
                assertThat(socket.next()).startsWith("RECEIPT\n").contains("receipt-id:sent ");
            }
            assertThat(System.nanoTime() - begin)
                    .as("one wait, not one for each room")
                    .isLessThan(ROOMS / 2 * WAIT.toNanos());
        } finally {
            mendTheRelay();
        }
    }

    @Test
    void sessionsThatWaitDelayNoOther() throws Exception {
        String fresh = newRoom();
        List<RawSocket> waiting = new ArrayList<>();
        try (RawSocket other = rawConnected(bob)) {
            for (int i = 0; i < MANY; i++) {
                waiting.add(rawConnected(alice));
            }
            cutTheRelay();
            waiting.forEach(socket -> socket.send(subscribe(fresh) + send(fresh, "sent")));
            other.send(send(room, "not delayed"));
            assertThat(other.next()).contains("receipt-id:not delayed\n");
            assertThat(waiting)
                    .as("sessions that wait still")
                    .filteredOn(socket -> socket.received().isEmpty())
                    .hasSizeGreaterThan(MANY / 2);
        } finally {
            waiting.forEach(RawSocket::close);
            mendTheRelay();
        }
    }

    private void cutTheRelay() {
        wire.cut();
        await("the loss").until(() -> !relay.isAvailable());
    }

    private void mendTheRelay() {
        wire.restore();
        await("the repair").atMost(Duration.ofMinutes(1)).until(relay::isAvailable);
    }
}
