package io.damso.system.hostile;

import static io.damso.system.attack.Action.handshake;
import static io.damso.system.attack.Action.handshakeWith;
import static io.damso.system.attack.Reaction.answered;
import static io.damso.system.attack.Reaction.ended;
import static io.damso.system.attack.Reaction.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.ErrorCode;
import io.damso.system.attack.Action;
import io.damso.system.attack.HostileTest;
import io.damso.system.wire.ForgedToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tokens in the handshake: by header, by subprotocol and by query, which is disabled. */
class HandshakeTokenAttacksIT extends HostileTest {

    private static final String ADMIN = "{\"sub\":\"admin\",\"exp\":9999999999}";

    private static byte[] secret() throws IOException {
        return CLUSTER.secret("gateway/damso.auth.secret").getBytes(StandardCharsets.UTF_8);
    }

    /** A handshake with this addition to its list of subprotocols. */
    private static Action protocol(String more) {
        return attacker -> handshake(head -> head.replace("v12.stomp", "v12.stomp, " + attacker.fill(more)))
                .make(attacker);
    }

    @TestFactory
    Stream<DynamicTest> badTokens() throws IOException {
        String unsigned = ForgedToken.unsigned("{\"alg\":\"none\"}", ADMIN);
        String expired = ForgedToken.hs256("{\"sub\":\"admin\",\"exp\":1}", secret());
        return Stream.of(
                attack(
                        "invalid token by header",
                        handshakeWith("Authorization: Bearer x.y.z"),
                        problem(401, "token-invalid")),
                attack(
                        "unsigned by header",
                        handshakeWith("Authorization: Bearer " + unsigned),
                        problem(401, "token-invalid")),
                attack(
                        "expired by header",
                        handshakeWith("Authorization: Bearer " + expired),
                        problem(401, "token-expired")),
                attack("invalid token by subprotocol", protocol("bearer.x.y.z"), problem(401, "token-invalid")),
                attack("unsigned by subprotocol", protocol("bearer." + unsigned), problem(401, "token-invalid")),
                attack("expired by subprotocol", protocol("bearer." + expired), problem(401, "token-expired")),
                attack("two by subprotocol", protocol("bearer.{token}, bearer.{token}"), problem(401, "token-invalid")),
                attack(
                        "one by header and one by subprotocol",
                        attacker -> handshake(head -> head.replace(
                                        "v12.stomp",
                                        attacker.fill("v12.stomp, bearer.{token}\r\nAuthorization: Bearer {token}")))
                                .make(attacker),
                        problem(401, "token-invalid")),
                attack(
                        "invalid token at a SockJS session",
                        attacker -> attacker.request("POST /ws/000/" + UUID.randomUUID()
                                + "/xhr HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n"
                                + "Authorization: Bearer x.y.z\r\n\r\n"),
                        problem(401, "token-invalid")));
    }

    @TestFactory
    Stream<DynamicTest> goodTokens() {
        return Stream.of(
                attack(
                        "valid token by subprotocol, which must not be returned",
                        protocol("bearer.{token}"),
                        answered(101)
                                .and(
                                        "only v12.stomp agreed",
                                        attacker -> assertThat(attacker.answer().header("sec-websocket-protocol"))
                                                .isEqualTo("v12.stomp"))),
                attack(
                        "by query, which is disabled and not logged",
                        attacker -> attacker.request(
                                attacker.fill(
                                        "GET /ws?access_token={token} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")),
                        answered(426)));
    }

    @TestFactory
    Stream<DynamicTest> twoUsers() throws IOException {
        String other = ForgedToken.hs256(ADMIN, secret());
        return Stream.of(attack(
                "CONNECT as another user than in the handshake",
                attacker -> {
                    attacker.socketAt("/ws", attacker.fill("Authorization: Bearer {token}"));
                    attacker.socket()
                            .send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + other + "\n\n\0");
                },
                ended(ErrorCode.TOKEN_INVALID)));
    }
}
