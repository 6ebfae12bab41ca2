package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import io.damso.protocol.ChatMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** Rules of the specifications for bytes, numbers, identifiers and paths. */
class WireRulesIT extends GatewayTest {

    @Autowired
    private JsonMapper json;

    private String sendWith(String headers, String body) {
        return "SEND\ndestination:/app/rooms." + room + ".send\nreceipt:r\n" + headers + "\n" + body + "\0";
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "12", "15", "1x", "", "-1", "+13", " 13"})
    void wrongContentLengthIsNamed(String length) throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send(sendWith("content-length:" + length + "\n", "{\"text\":\"가\"}") + "\n");
            assertThat(socket.next())
                    .startsWith("ERROR\n")
                    .contains("\nerror-code:content-length-wrong\n", "\nmessage:The content-length is not ");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void rightContentLengthCountsBytes() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send(sendWith("content-length:14\n", "{\"text\":\"가\"}"));
            assertThat(socket.next()).matches("RECEIPT\nreceipt-id:r\nmessage-id:[0-9a-f-]{36}\n\n\0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C0AF, overlong slash", "E080AF, overlong in three", "C1BF, overlong", "F08080AF, overlong in four",
                "EDA080, a surrogate",
        "F4908080, beyond Unicode", "80, a continuation alone", "C3, an end missing", "FF, no UTF-8 at all",
                "C328, a wrong end"
    })
    void malformedUtf8InABinaryMessageIsRefused(String hex, String what) throws Exception {
        byte[] bad = HexFormat.of().parseHex(hex);
        assertRefused(with(sendWith("", "{\"text\":\"?\"}"), bad), "body-unreadable", what);
        assertRefused(with(sendWith("x:?\n", "{\"text\":\"a\"}"), bad), "malformed-frame", what);
        assertRefused(
                with("SUBSCRIBE\nid:?\ndestination:/topic/rooms." + room + "\n\n\0", bad), "malformed-frame", what);
    }

    private void assertRefused(byte[] binary, String code, String what) throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.sendBinary(binary);
            assertThat(socket.next()).as(what).startsWith("ERROR\n").contains("\nerror-code:" + code + "\n");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    private static byte[] with(String frame, byte[] bad) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = frame.indexOf('?');
        bytes.writeBytes(frame.substring(0, at).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(bad);
        bytes.writeBytes(frame.substring(at + 1).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    @Test
    void wellFormedUtf8InABinaryMessageIsTaken() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            byte[] frame = sendWith("", "{\"text\":\"é 가 😀\"}").getBytes(StandardCharsets.UTF_8);
            for (byte b : frame) {
                socket.sendBinary(b); // a part may end within a character
            }
            assertThat(socket.next()).matches("RECEIPT\nreceipt-id:r\nmessage-id:[0-9a-f-]{36}\n\n\0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "0,9999999999 9999999999,0",
                "9999999999,0 0,9999999999",
                "4294967296,4294967296 4294967296,4294967296",
                "0,99999999999999999999 1000000000000,0",
                "99999999999999999999,0 0,1000000000000"
            })
    void heartbeatsMayHaveAnyNumberOfDigits(String wanted, String agreed) throws Exception {
        try (RawSocket socket = raw()) {
            socket.send("CONNECT\naccept-version:1.2\nheart-beat:" + wanted + "\nAuthorization:Bearer " + token(alice)
                    + "\n\n\0");
            assertThat(socket.next()).startsWith("CONNECTED\n").contains("\nheart-beat:" + agreed + "\n");
            assertThat(socket.untilReceipt("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n"))
                    .isEmpty();
        }
    }

    @Test
    void roomIdInCapitalsIsTheSameRoomAndIsAnsweredAsWritten() throws Exception {
        String id = UUID.randomUUID().toString();
        String capitals = id.toUpperCase(Locale.ROOT);
        responder.join(id, alice);
        responder.join(id, bob);
        try (RawSocket socket = rawConnected(alice);
                RawSocket small = rawConnected(bob)) {
            socket.untilReceipt("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n");
            assertThat(socket.untilReceipt("SUBSCRIBE\nid:1\ndestination:/topic/rooms." + capitals + "\n"))
                    .isEmpty();
            assertThat(small.untilReceipt("SUBSCRIBE\nid:1\ndestination:/topic/rooms." + id + "\n"))
                    .isEmpty();
            small.send("SEND\ndestination:/app/rooms." + capitals + ".send\n\n{\"text\":\"hello\"}\0");
            assertThat(socket.next())
                    .contains("\ndestination:/topic/rooms." + capitals + "\n", "\"roomId\":\"" + id + "\"");
            assertThat(small.next()).contains("\ndestination:/topic/rooms." + id + "\n", "\"roomId\":\"" + id + "\"");
            responder.leave(id, alice);
            assertThat(socket.next())
                    .contains("\"code\":\"membership-ended\"", "\"destination\":\"/topic/rooms." + capitals + "\"");
        }
    }

    /** Tomcat's WebSocket, which Spring's client uses in most products, has a buffer of 8,192 characters. */
    @Test
    void largestAllowedMessageFitsTheBuffersOfCommonClients() throws Exception {
        String longestRoom = "R".repeat(64);
        String longestName = "\ud840\udc00".repeat(128); // a character of four bytes
        responder.join(longestRoom, longestName);
        try (RawSocket socket = rawConnected(longestName)) {
            assertThat(socket.untilReceipt(
                            "SUBSCRIBE\nid:" + "구".repeat(128) + "\ndestination:/topic/rooms." + longestRoom + "\n"))
                    .isEmpty();
            for (String text :
                    new String[] {"a".repeat(4_096), "\\\"".repeat(2_048), "\\u0001".repeat(682), "가".repeat(1_365)}) {
                socket.send("SEND\ndestination:/app/rooms." + longestRoom + ".send\n\n{\"text\":\"" + text
                        + "\",\"clientMessageId\":\"" + "\\u0001".repeat(64) + "\"}\0");
                assertThat(socket.next().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(5_500, 6 * 1_024);
            }
        }
    }

    @Test
    void messagesAreWrittenWithThreeDigitsOfASecondAlways() {
        ChatMessage message = new ChatMessage("i", "r", "s", "chat", "t", Instant.parse("2026-01-31T09:30:36Z"), "c");
        assertThat(json.writeValueAsString(message)).contains("\"sentAt\":\"2026-01-31T09:30:36.000Z\"");
    }

    @Test
    void endpointWithASlashIsTheEndpoint() throws Exception {
        try (RawSocket socket = new RawSocket(http, URI.create("ws://localhost:" + port + "/ws/"))) {
            assertThat(socket.protocol()).isEqualTo("v12.stomp");
            socket.send("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + token(alice) + "\n\n\0");
            assertThat(socket.next()).startsWith("CONNECTED\n");
        }
        try (ChatClient client =
                now(ChatClient.connect(http, URI.create("ws://localhost:" + port + "/ws/"), token(bob)))) {
            now(client.send(room, "hello"));
        }
        assertThat(get("/ws/").body()).as("SockJS's welcome text").isEqualTo("Welcome to SockJS!\n");
        assertThat(get("/ws/info").statusCode()).isEqualTo(200);
        assertThat(get("/ws//").statusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void sendToAnEndedSockJsSessionIsNotFound() throws Exception {
        String session = "/ws/1/" + UUID.randomUUID();
        assertThat(post(session + "/xhr", "").body()).isEqualTo("o\n");
        assertThat(post(session + "/xhr_send", "[\"\\n\"]").statusCode()).isEqualTo(204);
        assertThat(post(session + "/xhr_send", "[\"NONSENSE\\n\\n\\u0000\"]").statusCode())
                .isEqualTo(204);
        await("the end").until(() -> post(session + "/xhr", "").body().startsWith("c["));
        HttpResponse<String> late = post(session + "/xhr_send", "[\"\\n\"]");
        assertThat(late.statusCode()).isEqualTo(404);
        assertThat(post("/ws/1/" + UUID.randomUUID() + "/xhr_send", "[\"\\n\"]").statusCode())
                .isEqualTo(404);
    }

    @Test
    void halfACharacterOverSockJsIsMalformed() throws Exception {
        URI session = URI.create("ws://localhost:" + port + "/ws/1/" + UUID.randomUUID() + "/websocket");
        try (RawSocket socket = new RawSocket(http, session)) {
            assertThat(socket.next()).isEqualTo("o");
            socket.send("[\"CONNECT\\naccept-version:1.2\\nAuthorization:Bearer " + token(alice) + "\\n\\n\\u0000\"]");
            assertThat(socket.next()).startsWith("a[\"CONNECTED\\n");
            socket.send("[\"SEND\\ndestination:/app/rooms." + room
                    + ".send\\n\\n{\\\"text\\\":\\\"a\\ud800\\\"}\\u0000\"]");
            assertThat(socket.next()).startsWith("a[\"ERROR\\n").contains("error-code:malformed-frame");
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
