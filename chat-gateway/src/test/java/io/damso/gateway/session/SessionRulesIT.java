package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.client.StompCommand;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The rules of STOMP that the gateway enforces itself. */
@TestPropertySource(
        properties = {
            "damso.gateway.socket.client-heartbeat=2s",
            "damso.gateway.socket.connect-timeout=5s",
            "damso.gateway.socket.max-subscriptions=20"
        })
@DirtiesContext
class SessionRulesIT extends GatewayTest {

    private RawSocket connected(String headers) throws InterruptedException {
        RawSocket socket = raw();
        socket.send("CONNECT\naccept-version:1.2\n" + headers + "Authorization:Bearer " + token(alice) + "\n\n\0");
        return socket;
    }

    @Test
    void heartbeatsGoBothWaysAndASilentClientIsClosed() throws Exception {
        try (RawSocket lively = connected("heart-beat:2000,2000\n");
                RawSocket silent = connected("heart-beat:2000,0\n")) {
            assertThat(lively.next()).contains("\nheart-beat:2000,2000\n");
            assertThat(silent.next()).contains("\nheart-beat:0,2000\n");
            List<String> beats = new ArrayList<>();
            await("five heart-beats").pollInterval(Duration.ofMillis(300)).until(() -> {
                lively.send("\n");
                lively.received().drainTo(beats);
                return beats.size() >= 5;
            });
            assertThat(beats).containsOnly("\n");
            assertThat(lively.isClosed()).isFalse();
            assertThat(silent.closeCode()).isEqualTo(4000);
            assertThat(silent.closeReason()).isEqualTo("heartbeat-missed");
            assertThat(silent.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "a,b", "-1,0", "1,2,3", ""})
    void garbledHeartbeatIsMalformed(String value) throws Exception {
        try (RawSocket socket = connected("heart-beat:" + value + "\n")) {
            assertThat(socket.next()).startsWith("ERROR\n").contains("error-code:malformed-frame");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void unknownVersionIsRefusedWithTheOnesThatAreServed() throws Exception {
        try (RawSocket socket = raw()) {
            socket.send("CONNECT\naccept-version:3.0\n\n\0");
            assertThat(socket.next())
                    .startsWith("ERROR\n")
                    .contains("error-code:version-unsupported", "\nversion:1.0,1.1,1.2\n");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void socketWithoutConnectIsClosed() throws Exception {
        try (RawSocket socket = raw()) {
            assertThat(socket.closeCode()).isEqualTo(4000);
            assertThat(socket.closeReason()).isEqualTo("connect-timeout");
        }
    }

    @Test
    void subscriptionsOfASessionAreLimited() throws Exception {
        try (ChatClient client = connect(alice)) {
            for (int i = 0; i < 19; i++) { // and the subscription to refusals
                now(client.frame(StompCommand.SUBSCRIBE, subscribe("s" + i), ""));
            }
            assertThat(refusal(client.frame(StompCommand.SUBSCRIBE, subscribe("more"), "")))
                    .isEqualTo("too-many-subscriptions");
            now(client.frame(StompCommand.UNSUBSCRIBE, Map.of("id", "s0"), ""));
            now(client.frame(StompCommand.SUBSCRIBE, subscribe("more"), ""));
        }
    }

    private Map<String, String> subscribe(String id) {
        return Map.of("id", id, "destination", "/user/queue/notifications");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    void headerThatCannotBeWrittenBackIsRefused(String version) throws Exception {
        try (RawSocket socket = listening(version)) {
            socket.send("UNSUBSCRIBE\nid:e\nreceipt:a\\nsmuggled\\cheader\n\n\0");
            assertThat(socket.next()).contains("header-refused").doesNotContain("\nsmuggled:header");
        }
    }

    @Test
    void stomp10HasNoWayToWriteAnEndOfLine() throws Exception {
        try (RawSocket socket = listening("1.0")) {
            socket.send("UNSUBSCRIBE\nid:e\nreceipt:a\\nsmuggled:header\n\n\0");
            assertThat(socket.next()).isEqualTo("RECEIPT\nreceipt-id:a\\nsmuggled:header\n\n\0");
        }
    }

    private RawSocket listening(String version) throws InterruptedException {
        RawSocket socket = raw();
        socket.send("CONNECT\naccept-version:" + version + "\nAuthorization:Bearer " + token(alice) + "\n\n\0");
        socket.next();
        socket.untilReceipt("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n");
        return socket;
    }

    @Test
    void headersAreWrittenAsTheVersionWritesThem() throws Exception {
        Map<String, String> answers =
                Map.of("1.0", "receipt-id:a:b\n", "1.1", "receipt-id:a\\cb\n", "1.2", "receipt-id:a\\cb\n");
        for (Map.Entry<String, String> entry : answers.entrySet()) {
            try (RawSocket socket = raw()) {
                socket.send("CONNECT\naccept-version:" + entry.getKey() + "\nAuthorization:Bearer " + token(alice)
                        + "\n\n\0");
                socket.next();
                socket.send("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:a:b\n\n\0");
                assertThat(socket.next()).contains(entry.getValue());
            }
        }
    }

    @Test
    void framesMayBeCutAndGluedAnywhere() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            String frame =
                    "SEND\r\ndestination:/app/rooms." + room + ".send\r\nreceipt:%d\r\n\r\n{\"text\":\"cut\"}\0\r\n";
            int length = frame.formatted(100).length();
            for (int cut = 1; cut < length; cut++) {
                String whole = frame.formatted(100 + cut);
                socket.send(whole.substring(0, cut)).send(whole.substring(cut) + frame.formatted(400 + cut));
                assertThat(List.of(socket.next(), socket.next()))
                        .as("cut at %d", cut)
                        .satisfiesExactlyInAnyOrder(receiptOf(100 + cut), receiptOf(400 + cut));
            }
        }
    }

    private static org.assertj.core.api.ThrowingConsumer<String> receiptOf(int receipt) {
        return text -> assertThat(text).matches("RECEIPT\nreceipt-id:" + receipt + "\nmessage-id:[0-9a-f-]{36}\n\n\0");
    }

    @Test
    void clientThatClosesAfterTheReceiptOfDisconnectFindsItsSocketOpen() throws Exception {
        // The gateway waits for a quarter of a second, and a busy machine may take longer to look once. A gateway that
        // closed at once would leave no socket open.
        await("a socket that stays open for a while")
                .pollInSameThread()
                .ignoreExceptionsInstanceOf(ConditionTimeoutException.class)
                .untilAsserted(() -> {
                    try (RawSocket socket = rawConnected(alice)) {
                        socket.send("DISCONNECT\nreceipt:bye\n\n\0");
                        assertThat(socket.next()).contains("receipt-id:bye");
                        await("an open socket")
                                .during(Duration.ofMillis(150))
                                .atMost(Duration.ofMillis(500))
                                .until(() -> !socket.isClosed());
                    }
                });
    }

    @Test
    void disconnectWithReceiptIsAnsweredAndThenClosed() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send("DISCONNECT\nreceipt:bye\n\n\0");
            assertThat(socket.next()).contains("receipt-id:bye");
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void errorComesBeforeTheCloseWhateverElseIsWritten() throws Exception {
        AtomicBoolean talking = new AtomicBoolean(true);
        try (ChatClient talker = connect(bob)) {
            CompletableFuture<Void> talk = CompletableFuture.runAsync(() -> {
                while (talking.get()) {
                    talker.send(room, "traffic").join();
                }
            });
            for (int i = 0; i < 50; i++) {
                try (RawSocket socket = rawConnected(alice)) {
                    for (int s = 0; s < 8; s++) { // the maximum number for one room
                        socket.send("SUBSCRIBE\nid:" + s + "\ndestination:/topic/rooms." + room + "\n\n\0");
                    }
                    socket.send("GARBAGE\n\n\0");
                    assertThat(socket.closeCode()).isEqualTo(1002);
                    String everything = String.join("", socket.received());
                    assertThat(everything.substring(everything.lastIndexOf("ERROR\n")))
                            .contains("error-code:malformed-frame")
                            .containsOnlyOnce("\0")
                            .endsWith("\0");
                }
            }
            talking.set(false);
            now(talk);
        }
    }

    @Test
    void concurrentSendersReachEverySessionInOrderAndOnce() throws Exception {
        int senders = 4;
        int messages = 200;
        Map<Integer, List<String>> received = new ConcurrentHashMap<>();
        List<ChatClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < senders; i++) {
                List<String> own = new CopyOnWriteArrayList<>();
                received.put(i, own);
                clients.add(connect(i % 2 == 0 ? alice : bob));
                now(clients.getLast()
                        .join(room, message -> own.add(message.path("text").stringValue())));
            }
            List<CompletableFuture<String>> receipts = new ArrayList<>();
            for (int m = 0; m < messages; m++) {
                for (int i = 0; i < senders; i++) {
                    receipts.add(clients.get(i).send(room, i + "/" + m));
                }
            }
            now(CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)));
            for (List<String> own : received.values()) {
                await("all messages").untilAsserted(() -> assertThat(own).hasSize(senders * messages));
                assertThat(own).isEqualTo(received.get(0));
                for (int i = 0; i < senders; i++) {
                    String sender = i + "/";
                    assertThat(own.stream().filter(text -> text.startsWith(sender)))
                            .containsExactlyElementsOf(IntStream.range(0, messages)
                                    .mapToObj(m -> sender + m)
                                    .toList());
                }
            }
        } finally {
            clients.forEach(ChatClient::close);
        }
    }
}
