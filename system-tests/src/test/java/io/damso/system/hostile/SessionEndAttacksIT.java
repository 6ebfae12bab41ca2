package io.damso.system.hostile;

import static io.damso.system.attack.Action.rest;
import static io.damso.system.attack.Action.send;
import static io.damso.system.attack.Action.subscribeTo;
import static io.damso.system.attack.Reaction.problem;
import static io.damso.system.attack.Reaction.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.Action;
import io.damso.system.attack.Attacker;
import io.damso.system.attack.HostileTest;
import io.damso.system.attack.Reaction;
import io.damso.system.wire.ForgedToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sessions beyond the expiry of a token, refresh with a token of another user, and ending the sessions of others. */
class SessionEndAttacksIT extends HostileTest {

    private static final String GUESS = "0123456789abcdef0123456789abcdef";

    private static String token(String subject, long seconds) throws IOException {
        byte[] secret = CLUSTER.secret("gateway/damso.auth.secret").getBytes(StandardCharsets.UTF_8);
        long end = Instant.now().getEpochSecond() + seconds;
        return ForgedToken.hs256("{\"sub\":\"" + subject + "\",\"exp\":" + end + "}", secret);
    }

    private static Action refresh(String body) {
        return send("SEND\ndestination:/app/session.refresh\nreceipt:action\n\n" + body + "\0");
    }

    @TestFactory
    Stream<DynamicTest> refreshes() throws IOException {
        return Stream.of(
                attack(
                        "token of somebody else",
                        refresh("{\"token\":\"" + token("somebody-else", 600) + "\"}"),
                        refused("token-invalid")),
                attack("garbage", refresh("{\"token\":\"x.y.z\"}"), refused("token-invalid")),
                attack(
                        "unsigned token",
                        refresh("{\"token\":\""
                                + ForgedToken.unsigned("{\"alg\":\"none\"}", "{\"sub\":\"{user}\",\"exp\":9999999999}")
                                + "\"}"),
                        refused("token-invalid")),
                attack(
                        "expired token",
                        refresh("{\"token\":\"" + token("somebody-else", -600) + "\"}"),
                        refused("token-expired")),
                attack("no body", refresh(""), refused("body-empty")),
                attack("token that is a number", refresh("{\"token\":1}"), refused("body-unreadable")),
                attack("SUBSCRIBE to it", subscribeTo("/app/session.refresh"), refused("destination-refused")));
    }

    @TestFactory
    Stream<DynamicTest> tokenExpiries() {
        Action connect = attacker -> attacker.socket()
                .send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token("short-lived", 3)
                        + "\n\n\0");
        return Stream.of(attack(
                "staying beyond the end of the token",
                connect,
                new Reaction("CONNECTED, then ERROR token-expired, close 1008", attacker -> {
                    assertThat(attacker.nextText()).startsWith("CONNECTED\n");
                    Reaction.ended("token-expired", 1008).check().on(attacker);
                })));
    }

    @TestFactory
    Stream<DynamicTest> sessionsOfOthers() {
        return Stream.of(
                attack(
                        "end another user's sessions",
                        rest("DELETE /api/admin/sessions/{other}", ""),
                        problem(403, "not-an-admin")),
                attack("end own sessions", rest("DELETE /api/admin/sessions/{user}", ""), problem(403, "not-an-admin")),
                attack(
                        "end all users' sessions",
                        rest("DELETE /api/admin/sessions/*", ""),
                        problem(403, "not-an-admin")),
                attack("without a token", SessionEndAttacksIT::withoutToken, problem(401, "token-missing")),
                attack("with a forged role", SessionEndAttacksIT::withForgedRole, problem(401, "token-invalid")));
    }

    private static void withoutToken(Attacker attacker) throws IOException {
        attacker.request(attacker.fill(
                "DELETE /api/admin/sessions/{other} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    }

    private static void withForgedRole(Attacker attacker) throws IOException {
        String forged = ForgedToken.hs256(
                "{\"sub\":\"root\",\"roles\":[\"admin\"],\"exp\":9999999999}", GUESS.getBytes(StandardCharsets.UTF_8));
        attacker.request(attacker.fill("DELETE /api/admin/sessions/{other} HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\nAuthorization: Bearer " + forged + "\r\n\r\n"));
    }
}
