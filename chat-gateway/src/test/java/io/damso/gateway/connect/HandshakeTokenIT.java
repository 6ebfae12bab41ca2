package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawHandshake;
import io.damso.gateway.RawSocket;
import io.damso.protocol.UserId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Tokens in the handshake: by header, subprotocol or query, over WebSocket and SockJS. */
@TestPropertySource(properties = "damso.gateway.connect.query-token=true")
@DirtiesContext
class HandshakeTokenIT extends GatewayTest {

    private static final String CONNECT = "CONNECT\naccept-version:1.2\nhost:x\n%s\n\0";

    @Test
    void headerAuthenticatesTheUser() throws Exception {
        try (RawSocket socket = new RawSocket(http, url(), bearer(token(alice)), "v12.stomp")) {
            assertConnected(socket, alice);
        }
    }

    @Test
    void schemeMayBeFollowedByAnyNumberOfSpaces() throws Exception {
        for (String scheme : List.of("Bearer  ", "bearer    ", " Bearer ")) { // RFC 9110 §11.4
            try (RawSocket socket =
                    new RawSocket(http, url(), Map.of("Authorization", scheme + token(alice)), "v12.stomp")) {
                assertConnected(socket, alice);
            }
            try (RawSocket socket = new RawSocket(http, url(), Map.of(), "v12.stomp")) {
                socket.send(CONNECT.formatted("Authorization:" + scheme + token(alice) + "\n"));
                assertThat(socket.next()).startsWith("CONNECTED\n").contains("\nuser-name:" + alice + "\n");
            }
        }
    }

    @Test
    void subprotocolAuthenticatesTheUserAndIsNotReturned() throws Exception {
        String token = token(alice);
        for (List<String> protocols : List.of(
                List.of("v12.stomp", "bearer." + token), List.of("bearer." + token, "v12.stomp", "v11.stomp"))) {
            try (RawSocket socket = new RawSocket(
                    http,
                    url(),
                    Map.of(),
                    protocols.getFirst(),
                    protocols.stream().skip(1).toArray(String[]::new))) {
                assertThat(socket.protocol()).isEqualTo("v12.stomp");
                assertConnected(socket, alice);
            }
        }
        RawHandshake answer = shake("/ws", "Sec-WebSocket-Protocol: bearer." + token);
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.head()).doesNotContain("bearer").doesNotContain("sec-websocket-protocol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token=%s", "a=b&access_token=%s&c=d", "access%%5ftoken=%s"})
    void queryAuthenticatesTheUserIfItIsEnabled(String query) throws Exception {
        URI withToken = URI.create(url() + "?" + query.formatted(token(alice)));
        try (RawSocket socket = new RawSocket(http, withToken, Map.of(), "v12.stomp")) {
            assertConnected(socket, alice);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/ws/websocket", "/ws/000/%s/websocket"})
    void badTokenIsRefusedAtTheHandshake(String path) throws Exception {
        String expired = tokens.issue(new UserId(alice), Duration.ofMinutes(-1));
        // spotless:off
        Map<String, String> codes = Map.of(expired, "token-expired", token(alice) + "x", "token-invalid", "",
                "token-invalid", "a.b.c", "token-invalid", "x".repeat(5_000), "token-invalid");
        // spotless:on
        for (Map.Entry<String, String> bad : codes.entrySet()) {
            List<RawHandshake> answers = List.of(
                    shake(path, "Authorization: Bearer " + bad.getKey(), "Sec-WebSocket-Protocol: v12.stomp"),
                    shake(path, "Sec-WebSocket-Protocol: v12.stomp, bearer." + bad.getKey()),
                    shake(path + "?access_token=" + bad.getKey()));
            assertThat(answers).allSatisfy(answer -> assertRefused(answer, bad.getValue()));
        }
    }

    @Test
    void severalTokensAreRefused() throws Exception {
        String token = token(alice);
        String header = "Authorization: Bearer " + token;
        String protocol = "Sec-WebSocket-Protocol: v12.stomp, bearer." + token;
        assertRefused(shake("/ws", header, protocol), "token-invalid");
        assertRefused(shake("/ws", header, header), "token-invalid");
        assertRefused(shake("/ws", protocol + ", bearer." + token), "token-invalid");
        assertRefused(shake("/ws?access_token=" + token, header), "token-invalid");
        assertRefused(shake("/ws?access_token=" + token + "&access_token=" + token), "token-invalid");
    }

    @Test
    void otherSchemesAreIgnored() throws Exception {
        try (RawSocket socket = new RawSocket(http, url(), Map.of("Authorization", "Basic YTpi"), "v12.stomp")) {
            socket.send(CONNECT.formatted("Authorization:Bearer " + token(alice) + "\n"));
            assertThat(socket.next()).startsWith("CONNECTED\n").contains("\nuser-name:" + alice + "\n");
        }
    }

    @Test
    void connectMayHaveANewTokenOfTheSameUserOnly() throws Exception {
        String other = tokens.issue(new UserId(alice), Duration.ofMinutes(7));
        try (RawSocket socket = new RawSocket(http, url(), bearer(token(alice)), "v12.stomp")) {
            socket.send(CONNECT.formatted("Authorization:Bearer " + other + "\n"));
            assertThat(socket.next()).startsWith("CONNECTED\n").contains("\nuser-name:" + alice + "\n");
        }
        Map<String, String> bad = Map.of(
                token(bob),
                "token-invalid",
                tokens.issue(new UserId(alice), Duration.ofMinutes(-1)),
                "token-expired",
                "broken",
                "token-invalid");
        for (Map.Entry<String, String> entry : bad.entrySet()) {
            try (RawSocket socket = new RawSocket(http, url(), bearer(token(alice)), "v12.stomp")) {
                socket.send(CONNECT.formatted("Authorization:Bearer " + entry.getKey() + "\n"));
                assertThat(socket.next()).startsWith("ERROR\n").contains("\nerror-code:" + entry.getValue() + "\n");
                assertThat(socket.closeCode()).isEqualTo(1002);
            }
        }
    }

    @Test
    void framesBeforeConnectAreRefused() throws Exception {
        try (RawSocket socket = new RawSocket(http, url(), bearer(token(alice)), "v12.stomp")) {
            socket.send("SUBSCRIBE\nid:1\ndestination:/topic/rooms." + room + "\n\n\0");
            assertThat(socket.next()).startsWith("ERROR\n").contains("error-code:malformed-frame");
        }
    }

    @Test
    void sockJsReadsHeaderAndQueryOncePerSession() throws Exception {
        for (boolean inQuery : List.of(false, true)) {
            String session = "/ws/000/" + UUID.randomUUID();
            String query = inQuery ? "?access_token=" + token(alice) : "";
            String header = inQuery ? null : "Bearer " + token(alice);
            assertThat(post(session + "/xhr" + query, header, "").body()).isEqualTo("o\n");
            // The rest of the session needs no token, so a token that has expired meanwhile is ignored.
            String ended = "Bearer " + tokens.issue(new UserId(alice), Duration.ofMinutes(-1));
            assertThat(post(session + "/xhr_send", ended, "[\"CONNECT\\naccept-version:1.2\\nhost:x\\n\\n\\u0000\"]")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(post(session + "/xhr", null, "").body())
                    .startsWith("a[\"CONNECTED\\n")
                    .contains("user-name:" + alice);
        }
    }

    @Test
    void sockJsRefusesABadTokenWhenTheSessionIsCreated() throws Exception {
        for (String transport : List.of("xhr", "xhr_streaming")) {
            String path = "/ws/000/" + UUID.randomUUID() + "/" + transport;
            for (HttpResponse<String> answer : List.of(
                    post(path, "Bearer " + token(alice) + "x", ""), post(path + "?access_token=a.b.c", null, ""))) {
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
                assertThat(answer.body()).contains("\"code\":\"token-invalid\"");
            }
            assertThat(post("/ws/000/" + UUID.randomUUID() + "/xhr", null, "").body())
                    .isEqualTo("o\n");
        }
    }

    @Test
    void tokensAreNeverLogged() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<Logger> talkative = new ArrayList<>();
        for (String name : List.of("io.damso", "org.springframework.web", "org.springframework.security")) {
            talkative.add((Logger) LoggerFactory.getLogger(name));
        }
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        String token = token(alice);
        try {
            talkative.forEach(logger -> logger.setLevel(Level.TRACE));
            URI withToken = URI.create(url() + "?access_token=" + token);
            try (RawSocket socket = new RawSocket(http, withToken, Map.of(), "v12.stomp")) {
                assertConnected(socket, alice);
                socket.send("GARBAGE\n\n\0");
                socket.closeCode();
            }
            try (RawSocket socket = new RawSocket(http, url(), Map.of(), "v12.stomp", "bearer." + token)) {
                assertConnected(socket, alice);
            }
            shake("/ws", "Authorization: Bearer " + token + "x");
            shake("/ws?access_token=" + token + "x");
            post("/ws/000/" + UUID.randomUUID() + "/xhr?access_token=" + token, null, "");
            post("/ws/nonsense?access_token=" + token, null, "");
            post("/ws/000/" + UUID.randomUUID() + "/unknown?access_token=" + token, null, "");
        } finally {
            talkative.forEach(logger -> logger.setLevel(null));
            root.detachAppender(log);
        }
        String secretPart = token.substring(token.lastIndexOf('.') + 1);
        List<String> lines = List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage() + " " + thrown(event))
                .toList();
        assertThat(lines).hasSizeGreaterThan(10).noneMatch(line -> line.contains(secretPart));
    }

    private static String thrown(ILoggingEvent event) {
        return event.getThrowableProxy() == null
                ? ""
                : String.valueOf(event.getThrowableProxy().getMessage());
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static void assertConnected(RawSocket socket, String user) throws InterruptedException {
        socket.send(CONNECT.formatted(""));
        assertThat(socket.next()).startsWith("CONNECTED\n").contains("\nuser-name:" + user + "\n");
    }

    private static void assertRefused(RawHandshake answer, String code) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head())
                .contains("content-type: application/problem+json", "www-authenticate: bearer")
                .contains("cache-control: no-store")
                .doesNotContain("sec-websocket-protocol", "set-cookie");
        assertThat(answer.body())
                .contains("\"type\":\"/problems/" + code + "\"", "\"code\":\"" + code + "\"")
                .contains("\"status\":401")
                .doesNotContain("Exception");
    }

    private RawHandshake shake(String path, String... headers) throws Exception {
        return RawHandshake.of(port, path.formatted(UUID.randomUUID()), List.of(headers));
    }

    private HttpResponse<String> post(String path, @Nullable String authorization, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .POST(BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
