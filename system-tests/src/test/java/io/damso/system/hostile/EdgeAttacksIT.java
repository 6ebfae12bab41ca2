package io.damso.system.hostile;

import static io.damso.system.attack.Action.handshakeWith;
import static io.damso.system.attack.Reaction.problem;

import io.damso.system.attack.Action;
import io.damso.system.attack.HostileTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Refusals by the edge are problem documents without other content. */
class EdgeAttacksIT extends HostileTest {

    private static Action get(String path, String header) {
        return attacker -> attacker.request(attacker.fill(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n\r\n"));
    }

    @TestFactory
    Stream<DynamicTest> pagesOfOthers() {
        String evil = "Origin: https://evil.example";
        return Stream.of(
                attack("handshake", handshakeWith(evil), problem(403, "origin-refused")),
                attack("handshake of a sandboxed frame", handshakeWith("Origin: null"), problem(403, "origin-refused")),
                attack(
                        "handshake with a claim about the host",
                        handshakeWith(evil + "\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example"),
                        problem(403, "origin-refused")),
                attack("SockJS's greeting", get("/ws/info", evil), problem(403, "origin-refused")),
                attack("SockJS's stream", get("/ws/000/s/eventsource", evil), problem(403, "origin-refused")),
                attack(
                        "rooms",
                        get("/api/rooms", evil + "\r\nAuthorization: Bearer {token}"),
                        problem(403, "origin-refused")));
    }

    @TestFactory
    Stream<DynamicTest> unknownPaths() {
        return Stream.of(attack("path that a gateway does not serve", get("/chat", "X: y"), problem(404, "not-found")));
    }
}
