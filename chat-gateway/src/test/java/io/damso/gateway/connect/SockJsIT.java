package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawWire;
import io.damso.gateway.SockJsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every SockJS transport delivers each STOMP frame as a separate element, and the last one before the close. */
class SockJsIT extends GatewayTest {

    private static final int TRIES = 20;
    private static final int MESSAGES = 300;

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr_streaming", "eventsource", "xhr"})
    void everyElementIsOneFrame(String transport) throws Exception {
        try (SockJsClient client = connected(transport);
                ChatClient sender = connect(alice)) {
            client.send("SUBSCRIBE\nid:s1\ndestination:/topic/rooms." + room + "\nreceipt:r1\n\n\0");
            assertThat(client.next()).contains("receipt-id:r1\n");
            now(CompletableFuture.allOf(IntStream.range(0, MESSAGES)
                    .mapToObj(i -> sender.send(room, "message " + i + " \uD800\uDC00 반가워요"))
                    .toArray(CompletableFuture[]::new)));
            for (int i = 0; i < MESSAGES; i++) {
                String element = client.next();
                assertThat(element).startsWith("MESSAGE\n").contains("message " + i + " \uD800\uDC00 반가워요\"");
                assertThat(element.indexOf('\0')).as("end of the only frame").isEqualTo(element.length() - 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr_streaming", "eventsource", "xhr"})
    void errorIsReadBehindReceiptAndBeforeClose(String transport) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            try (SockJsClient client = connected(transport)) {
                client.send("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:r1\n\n\0", "NONSENSE\n\n\0");
                assertThat(client.next())
                        .startsWith("RECEIPT\n")
                        .contains("receipt-id:r1\n")
                        .endsWith("\n\n\0");
                assertThat(client.next()).startsWith("ERROR\n").contains("malformed-frame");
                assertThat(client.next()).isEqualTo("c[1002,\"\"]");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr_streaming", "eventsource", "xhr"})
    void receiptOfDisconnectIsReadBeforeClose(String transport) throws Exception {
        List<SockJsClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < TRIES; i++) { // side by side: each close comes half a second after its RECEIPT
                clients.add(connected(transport));
                clients.getLast().send("DISCONNECT\nreceipt:bye\n\n\0");
            }
            for (SockJsClient client : clients) {
                assertThat(client.next())
                        .startsWith("RECEIPT\n")
                        .contains("receipt-id:bye\n")
                        .endsWith("\n\n\0");
                assertThat(client.next()).startsWith("c[1000,");
            }
        } finally {
            clients.forEach(SockJsClient::close);
        }
    }

    @Test
    void nodeHasASessionUntilItsEnd() throws Exception {
        try (SockJsClient client = new SockJsClient(http, port, "xhr")) {
            client.send("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + token(alice) + "\n\n\0");
            String connected = client.next();
            int begin = connected.indexOf("\nsession:") + "\nsession:".length();
            String check = "session/" + connected.substring(begin, connected.indexOf('\n', begin));
            assertThat(check(check)).isEqualTo(204);
            assertThat(check(check + "0")).isEqualTo(404);
            client.send("DISCONNECT\n\n\0");
            assertThat(client.next()).startsWith("c[1000,");
            await("the end of the session").until(() -> check(check) == 404);
        }
    }

    /** A heart-beat has a body of six bytes, which a busy machine may receive one by one. */
    @Test
    void shortBodyWithAPauseIsAccepted() throws Exception {
        String session = "/ws/000/" + UUID.randomUUID();
        try (RawWire wire = new RawWire(port)) {
            wire.write("POST " + session + "/xhr HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
        }
        try (RawWire wire = new RawWire(port)) {
            wire.write("POST " + session + "/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n[");
            long start = System.nanoTime();
            await("a pause")
                    .pollInterval(Duration.ofMillis(50))
                    .until(() ->
                            System.nanoTime() - start > Duration.ofMillis(200).toNanos());
            wire.write("\"\\n\"]");
            assertThat(wire.head()).startsWith("HTTP/1.1 204 ");
        }
    }

    private SockJsClient connected(String transport) throws Exception {
        SockJsClient client = new SockJsClient(http, port, transport);
        client.send(connectFrame());
        assertThat(client.next()).startsWith("CONNECTED\n");
        return client;
    }

    private String connectFrame() {
        return "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token(bob) + "\n\n\0";
    }
}
