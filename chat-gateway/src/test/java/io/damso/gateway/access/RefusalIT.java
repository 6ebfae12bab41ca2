package io.damso.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.client.ChatClient;
import io.damso.client.StompCommand;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import io.damso.protocol.UserId;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Invalid requests get the documented code. The session stays open unless the code ends it. */
class RefusalIT extends GatewayTest {

    @Test
    void connectWithoutUsableTokenEndsTheSession() throws Exception {
        String expired = tokens.issue(new UserId(alice), Duration.ofMinutes(-1));
        Map<String, String> cases = Map.of(
                "",
                "token-missing",
                "Authorization:Basic YTpi\n",
                "token-missing",
                "Authorization:Bearer broken\n",
                "token-invalid",
                "Authorization:Bearer " + token(alice) + "x\n",
                "token-invalid",
                "Authorization:Bearer " + expired + "\n",
                "token-expired");
        for (Map.Entry<String, String> entry : cases.entrySet()) {
            try (RawSocket socket = raw()) {
                socket.send("CONNECT\naccept-version:1.2\nhost:x\n" + entry.getKey() + "\n\0");
                assertThat(socket.next()).startsWith("ERROR\n").contains("\nerror-code:" + entry.getValue() + "\n");
                assertThat(socket.closeCode()).isEqualTo(1002);
            }
        }
    }

    @Test
    void frameBeforeConnectEndsTheSession() throws Exception {
        try (RawSocket socket = raw()) {
            socket.send("SUBSCRIBE\nid:1\ndestination:/topic/rooms." + room + "\n\n\0");
            assertThat(socket.next()).startsWith("ERROR\n").contains("error-code:malformed-frame");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void secondConnectEndsTheSession() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token(bob) + "\n\n\0");
            assertThat(socket.next()).startsWith("ERROR\n").contains("error-code:malformed-frame");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\n\n\0", "SEND\nno-colon\n\n\0", "\u0001\u0002\n\n\0", "SEND\na:\\q\n\n\0"})
    void malformedFrameEndsTheSession(String frame) throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send(frame);
            assertThat(socket.next())
                    .startsWith("ERROR\n")
                    .contains("error-code:malformed-frame")
                    .doesNotContain("Exception");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void frameOverTheLimitEndsTheSessionWithItsCode() throws Exception {
        try (RawSocket socket = rawConnected(alice);
                ChatClient other = connect(bob)) {
            socket.send("SEND\ndestination:/app/rooms." + room + ".send\n\n" + "x".repeat(65 * 1024) + "\0");
            assertThat(socket.next()).startsWith("ERROR\n").contains("error-code:frame-too-large");
            assertThat(socket.closeCode()).isEqualTo(1002);
            now(other.send(room, "unharmed"));
        }
    }

    @Test
    void endlessFrameIsCutOff() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send("SEND\ndestination:/app/rooms." + room + ".send\n\n");
            for (int i = 0; i < 8; i++) { // the last one exceeds the limit of 64 KiB, and the server closes
                socket.send("x".repeat(8 * 1024));
            }
            assertThat(socket.next()).contains("error-code:frame-too-large");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/topic/rooms.r1, destination-refused",
                "/app/rooms.r1, destination-refused",
                "/app/rooms.*.send, destination-refused",
                "/app/nothing, destination-refused",
                "/queue/damso.messages.0, destination-refused",
                "/amq/queue/damso.messages.0, destination-refused",
                "/exchange/amq.topic/rooms.r1, destination-refused",
                "/user/bob/queue/errors, destination-refused",
                "/app/rooms.unknown.send, not-a-member"
            })
    void sendElsewhereIsRefused(String destination, String code) throws Exception {
        try (ChatClient client = connect(alice)) {
            assertThat(refusal(client.frame(StompCommand.SEND, Map.of("destination", destination), "{\"text\":\"a\"}")))
                    .isEqualTo(code);
            now(client.send(room, "the session lives"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/topic/rooms.*",
                "/topic/rooms.#",
                "/topic/#",
                "/topic/rooms.a%2Fb",
                "/topic/rooms.a.b",
                "/queue/errors",
                "/user/queue/other",
                "/amq/queue/damso.messages.0",
                "/exchange/damso.control",
                "/temp-queue/x",
                "errors"
            })
    void subscribeElsewhereIsRefused(String destination) throws Exception {
        try (ChatClient client = connect(alice)) {
            Map<String, String> headers = Map.of("id", "s", "destination", destination);
            assertThat(refusal(client.frame(StompCommand.SUBSCRIBE, headers, "")))
                    .isEqualTo("destination-refused");
            now(client.send(room, "the session lives"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, body-empty",
                "hello, body-unreadable",
                "{\"text\":\"\"}, text-empty",
                "`{\"text\":\"a\",\"clientMessageId\":\"\"}`, client-message-id-invalid"
            })
    void badBodyIsRefused(String body, String code) throws Exception {
        try (ChatClient client = connect(alice)) {
            Map<String, String> headers = Map.of("destination", "/app/rooms." + room + ".send");
            assertThat(refusal(client.frame(StompCommand.SEND, headers, body))).isEqualTo(code);
            now(client.send(room, "the session lives"));
        }
    }

    @Test
    void textOverTheLimitIsRefusedAndOneBelowIsNot() throws Exception {
        try (ChatClient client = connect(alice)) {
            now(client.send(room, "x".repeat(4 * 1024)));
            assertThat(refusal(client.send(room, "x".repeat(4 * 1024 + 1)))).isEqualTo("text-too-long");
            assertThat(refusal(client.send(room, "가".repeat(1_366)))).isEqualTo("text-too-long");
            assertThat(refusal(client.send(room, "\"".repeat(2_049))))
                    .as("size as JSON")
                    .isEqualTo("text-too-long");
            now(client.send(room, "the session lives"));
        }
    }

    @Test
    void outsiderNeitherSendsNorSubscribes() throws Exception {
        try (ChatClient outsider = connect("mallory")) {
            assertThat(refusal(outsider.send(room, "let me in"))).isEqualTo("not-a-member");
            assertThat(refusal(outsider.join(room, message -> {}))).isEqualTo("not-a-member");
        }
    }

    @Test
    void refusalNamesDestinationReceiptAndWhetherToRetry() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:r0\n\n\0");
            assertThat(socket.next()).contains("receipt-id:r0");
            socket.send("SEND\ndestination:/topic/forged\nreceipt:r1\n\n{}\0");
            assertThat(socket.next())
                    .startsWith("MESSAGE\n")
                    .contains(
                            "destination:/user/queue/errors",
                            "subscription:e",
                            "\"code\":\"destination-refused\"",
                            "\"retryable\":false",
                            "\"destination\":\"/topic/forged\"",
                            "\"receipt\":\"r1\"");
        }
    }

    @Test
    void subscriptionIdsAreCheckedHere() throws Exception {
        try (ChatClient client = connect(alice)) {
            Map<String, String> subscribe = Map.of("id", "s", "destination", "/topic/rooms." + room);
            now(client.frame(StompCommand.SUBSCRIBE, subscribe, ""));
            assertThat(refusal(client.frame(StompCommand.SUBSCRIBE, subscribe, "")))
                    .isEqualTo("header-refused");
            assertThat(refusal(client.frame(StompCommand.UNSUBSCRIBE, Map.of("id", "no"), "")))
                    .isEqualTo("header-refused");
            now(client.send(room, "the session lives"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "COMMIT", "ABORT", "ACK", "NACK"})
    void commandsForABrokerAreRefused(String command) throws Exception {
        try (ChatClient client = connect(alice)) {
            Map<String, String> headers = Map.of("transaction", "t", "id", "i", "message-id", "m", "subscription", "s");
            assertThat(refusal(client.frame(StompCommand.valueOf(command), headers, "")))
                    .isEqualTo("command-refused");
            now(client.send(room, "the session lives"));
        }
    }

    @Test
    void withoutAnAnswerNewSubscriptionsAreRefusedAndExistingOnesContinue() throws Exception {
        BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        try (ChatClient running = connect(alice);
                ChatClient late = connect(bob)) {
            now(running.join(room, received::add));
            responder.suppressAnswers(true);
            assertThat(refusal(late.join(room, message -> {}))).isEqualTo("membership-unknown");
            now(running.send(room, "chat goes on"));
            assertThat(received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isNotNull();
            responder.suppressAnswers(false);
            now(late.join(room, message -> {}));
        }
    }

    @Test
    void foreignPageMayNotConnect() {
        List<String> origins = List.of("https://evil.example", "null");
        for (String origin : origins) {
            assertThat(http.newWebSocketBuilder()
                            .header("Origin", origin)
                            .buildAsync(url(), new WebSocket.Listener() {}))
                    .failsWithin(Duration.ofSeconds(TIMEOUT_SECONDS));
        }
    }
}
