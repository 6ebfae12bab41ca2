package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.MALFORMED_FRAME;
import static io.damso.system.attack.Reaction.answered;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.Action;
import io.damso.system.attack.Attacker;
import io.damso.system.attack.HostileTest;
import io.damso.system.attack.Reaction;
import io.damso.system.wire.HttpAnswer;
import io.damso.system.wire.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** SockJS without its client: invalid sessions, bodies and transports. */
class SockJsAttacksIT extends HostileTest {

    /** SockJS sends its own close message first. */
    private static final Reaction BROKEN = new Reaction("c[1007], close 1007", attacker -> {
        assertThat(attacker.nextText()).isEqualTo("c[1007,\"\"]");
        Reaction.closed(1007).check().on(attacker);
    });

    private static final String TEXT = "Content-Type: text/plain";

    private static Action get(String path, String... headers) {
        return attacker -> ask(attacker, "GET", path, "", headers);
    }

    private static Action post(String path, String body, String... headers) {
        return attacker -> ask(attacker, "POST", path, body, headers);
    }

    private static void ask(Attacker attacker, String method, String path, String body, String... headers)
            throws IOException {
        attacker.request(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join(
                        "", Stream.of(headers).map(header -> header + "\r\n").toList())
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    @TestFactory
    Stream<DynamicTest> invalidSessions() {
        return Stream.of(
                attack("send to an unknown session", post("/ws/000/nobody/xhr_send", "[\"x\"]", TEXT), answered(404)),
                attack("stream of a session by the wrong method", get("/ws/000/s1/xhr_send"), answered(405)),
                attack("session with a dot", post("/ws/000/a.b/xhr", ""), answered(404)),
                attack("session with a path to the parent", post("/ws/000/../xhr", ""), answered(404)),
                attack("session with an encoded path to the parent", post("/ws/000/%2e%2e/xhr", ""), answered(404)),
                attack("session with an encoded slash", post("/ws/000/a%2Fb/xhr", ""), answered(404)),
                attack("no session", post("/ws/000//xhr", ""), answered(404)),
                attack("session with a parameter", post("/ws/000/s;x=y/xhr", ""), answered(404)),
                attack("session of 20 KiB", post("/ws/000/" + "s".repeat(20 << 10) + "/xhr", ""), answered(414)));
    }

    @TestFactory
    Stream<DynamicTest> invalidTransports() {
        return Stream.of(
                attack("JSONP, which is not served", get("/ws/000/s/jsonp?c=alert"), answered(404)),
                attack("JSONP send", post("/ws/000/s/jsonp_send", "d=[]"), answered(404)),
                attack("unknown transport", get("/ws/000/s/telnet"), answered(404)),
                attack("page for frames of old browsers", get("/ws/iframe-x.html"), answered(404)),
                attack(
                        "htmlfile without its callback",
                        get("/ws/000/" + UUID.randomUUID() + "/htmlfile"),
                        answered(500)),
                attack(
                        "htmlfile with a script as its callback",
                        get("/ws/000/" + UUID.randomUUID() + "/htmlfile?c=%3Cscript%3E"),
                        answered(500)),
                attack("WebSocket transport without an upgrade", get("/ws/000/s/websocket"), answered(426)));
    }

    @TestFactory
    Stream<DynamicTest> pagesOfOthers() {
        // spotless:off
        return Stream.of(
                attack("welcome text requested from another site", get("/ws/info", "Origin: https://evil.example"),
                        answered(403)),
                attack("session from another site",
                        post("/ws/000/" + UUID.randomUUID() + "/xhr", "", "Origin: https://evil.example"),
                                answered(403)),
                attack("preflight from another site", attacker -> ask(attacker, "OPTIONS", "/ws/000/s/xhr_send", "",
                        "Origin: https://evil.example", "Access-Control-Request-Method: POST"), answered(403)));
        // spotless:on
    }

    @TestFactory
    Stream<DynamicTest> invalidSockJsBodies() {
        return Stream.of(
                attack("invalid JSON", sendInSession("hello"), answered(500)),
                attack("no body", sendInSession(""), answered(500)),
                attack("JSON that is not an array", sendInSession("{\"a\":1}"), answered(500)),
                attack("array of arrays", sendInSession("[[\"x\"]]"), answered(500)),
                attack("fifty thousand brackets", sendInSession("[".repeat(50_000)), answered(500)),
                attack("null as a message", sendInSession("[null]"), answered(500)),
                attack("over 128 KiB", sendInSession("[\"" + "x".repeat(130 << 10) + "\"]"), answered(413)));
    }

    /** Opens a session, posts the body, and ends the session with an invalid frame. */
    private static Action sendInSession(String body) {
        return attacker -> {
            String session = "/ws/000/" + UUID.randomUUID();
            openStream(attacker, session); // which keeps the session open, however busy the machine is
            ask(attacker, "POST", session + "/xhr_send", body, TEXT);
            var answer = attacker.answer();
            ask(attacker, "POST", session + "/xhr_send", "[\"GARBAGE\\n\\n\\u0000\"]", TEXT);
            assertThat(attacker.answer().status()).isIn(204, 404);
            attacker.keep(answer);
        };
    }

    private static String open(Attacker attacker) throws IOException {
        String session = "/ws/000/" + UUID.randomUUID();
        ask(attacker, "POST", session + "/xhr", "");
        assertThat(attacker.answer().status()).isEqualTo(200);
        assertThat(attacker.answer().body()).isEqualTo("o\n");
        return session;
    }

    @TestFactory
    Stream<DynamicTest> framesInSessions() {
        // spotless:off
        return Stream.of(
                attack("invalid frame", SockJsAttacksIT::listenAndSendGarbage,
                        new Reaction("ERROR malformed-frame",
                        attacker -> assertThat(attacker.answer().body())
                                .startsWith("a[\"ERROR\\n").contains("error-code:" + MALFORMED_FRAME.slug()))),
                attack("invalid JSON over SockJS's WebSocket", attacker -> {
                    attacker.socketAt("/ws/000/" + UUID.randomUUID() + "/websocket");
                    assertThat(attacker.nextText()).isEqualTo("o");
                    attacker.socket().send("hello");
                }, BROKEN),
                attack("null as a message over SockJS's WebSocket", attacker -> {
                    attacker.socketAt("/ws/000/" + UUID.randomUUID() + "/websocket");
                    assertThat(attacker.nextText()).isEqualTo("o");
                    attacker.socket().send("[null]");
                }, BROKEN),
                attack("abandoned session", SockJsAttacksIT::open, Reaction.cleanedUp()));
        // spotless:on
    }

    private static void listenAndSendGarbage(Attacker attacker) throws IOException {
        String session = "/ws/000/" + UUID.randomUUID();
        RawConnection stream = openStream(attacker, session);
        ask(attacker, "POST", session + "/xhr_send", "[\"GARBAGE\\n\\n\\u0000\"]", TEXT);
        assertThat(attacker.answer().status()).isEqualTo(204);
        attacker.keep(new HttpAnswer(200, Map.of(), awaitLine(stream, "a[")));
    }

    private static RawConnection openStream(Attacker attacker, String session) throws IOException {
        RawConnection stream = attacker.connection();
        stream.write("POST " + session + "/xhr_streaming HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        awaitLine(stream, "o");
        return stream;
    }

    /** Returns the first line of a stream with this prefix. */
    private static String awaitLine(RawConnection stream, String beginning) throws IOException {
        String line = "";
        while (!line.startsWith(beginning)) {
            line = String.valueOf(stream.readLine());
            assertThat(line).isNotEqualTo("null");
        }
        return line;
    }
}
