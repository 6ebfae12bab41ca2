package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.BAD_REQUEST;
import static io.damso.protocol.ErrorCode.METHOD_NOT_ALLOWED;
import static io.damso.protocol.ErrorCode.UPGRADE_REQUIRED;
import static io.damso.system.attack.Action.abandon;
import static io.damso.system.attack.Action.handshake;
import static io.damso.system.attack.Action.handshakeWith;
import static io.damso.system.attack.Reaction.answered;
import static io.damso.system.attack.Reaction.cleanedUp;
import static io.damso.system.attack.Reaction.ignoredBeforeConnect;
import static io.damso.system.attack.Reaction.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.HostileTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Invalid WebSocket handshakes (RFC 6455 §4). */
class HandshakeAttacksIT extends HostileTest {

    @TestFactory
    Stream<DynamicTest> invalidHandshakes() {
        return Stream.of(
                attack(
                        "no key",
                        handshake(head -> head.replaceFirst("Sec-WebSocket-Key.*\r\n", "")),
                        problem(BAD_REQUEST)),
                attack(
                        "invalid key, of which only a hash is returned",
                        handshake(head -> head.replace("AAAAAAAAAAAAAAAAAAAAAA==", "<script>")),
                        answered(101)
                                .and(
                                        "not echoed",
                                        attacker -> assertThat(attacker.answer().everything())
                                                .doesNotContain("script"))),
                attack(
                        "no version",
                        handshake(head -> head.replace("Sec-WebSocket-Version: 13\r\n", "")),
                        problem(UPGRADE_REQUIRED)),
                attack(
                        "version of a draft",
                        handshake(head -> head.replace("Version: 13", "Version: 8")),
                        problem(UPGRADE_REQUIRED)),
                attack(
                        "upgrade to h2c",
                        handshake(head -> head.replace("Upgrade: websocket", "Upgrade: h2c")),
                        problem(UPGRADE_REQUIRED)
                                .and(
                                        "WebSocket is offered",
                                        attacker -> assertThat(attacker.answer().header("upgrade"))
                                                .isEqualTo("websocket"))),
                attack(
                        "upgrade without Connection",
                        handshake(head -> head.replace("Connection: Upgrade\r\n", "")),
                        answered(101)),
                attack("POST", handshake(head -> head.replace("GET ", "POST ")), problem(METHOD_NOT_ALLOWED)),
                attack("HTTP/1.0", handshake(head -> head.replace("HTTP/1.1", "HTTP/1.0")), answered(101)),
                attack("HTTP/9.9", handshake(head -> head.replace("HTTP/1.1", "HTTP/9.9")), answered(505)),
                attack("no Host", handshake(head -> head.replace("Host: localhost\r\n", "")), answered(400)),
                attack("two Hosts", handshakeWith("Host: evil.example"), answered(400)));
    }

    @TestFactory
    Stream<DynamicTest> pagesOfOthers() {
        return Stream.of(
                attack("Origin of another site", handshakeWith("Origin: https://evil.example"), answered(403)),
                attack("Origin null, as of a sandboxed frame", handshakeWith("Origin: null"), answered(403)),
                attack(
                        "Origin that starts like the own one",
                        handshakeWith("Origin: https://localhost.evil.example"),
                        answered(403)),
                attack("own Origin without TLS", handshakeWith("Origin: http://localhost"), answered(403)),
                attack("Origin that is not a URL", handshakeWith("Origin: ][;--"), answered(403)),
                attack(
                        "own Origin, which is accepted",
                        handshake(head -> head.replace(
                                "Host: localhost",
                                "Host: " + CLUSTER.web().getAuthority() + "\r\nOrigin: " + CLUSTER.web())),
                        answered(101)));
    }

    @TestFactory
    Stream<DynamicTest> unsupportedExtras() {
        // spotless:off
        return Stream.of(
                attack("only an unknown subprotocol",
                        handshake(head -> head.replace("v12.stomp", "mqtt")),
                        answered(101).and("no subprotocol", attacker ->
                                assertThat(attacker.answer().header("sec-websocket-protocol")).isEmpty())),
                attack("unknown extension", handshakeWith("Sec-WebSocket-Extensions: x-evil; a=\"\\\"\""),
                        answered(101).and("no extension", attacker ->
                                assertThat(attacker.answer().header("sec-websocket-extensions")).isEmpty())),
                attack("cookies", handshakeWith("Cookie: JSESSIONID=1; x=" + "y".repeat(4_000)),
                        answered(101).and("none set", attacker ->
                                assertThat(attacker.answer().header("set-cookie")).isEmpty())),
                attack("forwarding headers",
                        handshakeWith("X-Forwarded-For: 10.0.0.1\r\nForwarded: for=10.0.0.1;host=x\r\n"
                        + "X-Forwarded-Host: evil.example\r\nX-Forwarded-Prefix: /evil"), answered(101)));
        // spotless:on
    }

    @TestFactory
    Stream<DynamicTest> oversizedHandshakes() {
        return Stream.of(
                attack(
                        "URL of 20 KiB",
                        handshake(head -> head.replace("/ws", "/ws?" + "x".repeat(20 << 10))),
                        answered(414)),
                attack("header of 20 KiB", handshakeWith("X: " + "x".repeat(20 << 10)), answered(400)),
                attack("headers of 80 KiB", handshakeWith("X: y\r\n".repeat(13_000) + "X: y"), answered(400)),
                attack("header line without a colon, which NGINX leaves out", handshakeWith("nonsense"), answered(101)),
                attack("NUL in a header", handshakeWith("X: a\0b"), answered(400)),
                attack("header folded over lines", handshakeWith("X: a\r\n b"), answered(400)));
    }

    @TestFactory
    Stream<DynamicTest> abandonedHandshakes() {
        return Stream.of(
                attack(
                        "incomplete handshake",
                        abandon("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: web"),
                        cleanedUp()),
                attack(
                        "handshake, then disconnect",
                        attacker -> attacker.socket().connection().reset(),
                        cleanedUp()),
                attack(
                        "handshake, then a part of a frame",
                        attacker -> attacker.socket().connection().write(new byte[] {(byte) 0x81, (byte) 0xFE, 1}),
                        cleanedUp()),
                attack("handshake without further data", attacker -> attacker.socket(), ignoredBeforeConnect()));
    }
}
