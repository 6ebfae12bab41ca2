package io.damso.gateway.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import io.damso.protocol.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** A session ends when its last token expires. */
class TokenEndIT extends GatewayTest {

    /** Long enough for the requests before the end of the token, also on a machine that stalls for some seconds. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    private static final String SUBSCRIBE_ERRORS = "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n";

    private RawSocket connected(Duration lifetime) throws InterruptedException {
        RawSocket socket = raw();
        socket.send(connectFrame(shortToken(alice, lifetime)));
        assertThat(socket.next()).startsWith("CONNECTED\n");
        return socket;
    }

    private static String connectFrame(String token) {
        return "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token + "\n\n\0";
    }

    private String shortToken(String user, Duration lifetime) {
        return tokens.issue(new UserId(user), lifetime);
    }

    private static void refresh(RawSocket socket, String body) {
        socket.send("SEND\ndestination:/app/session.refresh\nreceipt:fresh\n\n" + body + "\0");
    }

    private static String body(String token) {
        return "{\"token\":\"" + token + "\"}";
    }

    private static void assertEnded(RawSocket socket) throws Exception {
        assertThat(socket.next())
                .startsWith("ERROR\n")
                .contains("\nerror-code:token-expired\n")
                .doesNotContain("Exception");
        assertThat(socket.closeCode()).isEqualTo(1008);
        assertThat(socket.closeReason()).isEqualTo("token-expired");
    }

    @Test
    void sessionGetsANoticeAndEndsWithItsToken() throws Exception {
        Instant end = Instant.now().plus(SHORT).truncatedTo(ChronoUnit.SECONDS);
        try (RawSocket socket = connected(SHORT)) {
            socket.send(SUBSCRIBE_ERRORS + "\n\0");
            assertThat(socket.next())
                    .startsWith("MESSAGE\n")
                    .contains(
                            "destination:/user/queue/errors",
                            "subscription:e",
                            "\"code\":\"token-expiring\"",
                            "\"retryable\":false");
            assertEnded(socket);
            assertThat(Instant.now()).isAfterOrEqualTo(end);
            assertThat(socket.received()).as("one notice and one end").isEmpty();
        }
    }

    @Test
    void tokenThatHasTimeLeftIsNotAnnounced() throws Exception {
        try (RawSocket socket = connected(Duration.ofMinutes(5));
                RawSocket ending = connected(Duration.ofSeconds(2))) {
            assertThat(socket.untilReceipt(SUBSCRIBE_ERRORS)).isEmpty();
            assertThat(ending.closeCode())
                    .as("the session clock has checked the session")
                    .isEqualTo(1008);
            assertThat(socket.received()).isEmpty();
        }
    }

    @Test
    void freshTokenExtendsTheSession() throws Exception {
        try (RawSocket socket = connected(SHORT);
                RawSocket other = connected(SHORT.plusSeconds(2))) {
            refresh(socket, body(token(alice)));
            assertThat(socket.next()).isEqualTo("RECEIPT\nreceipt-id:fresh\n\n\0");
            assertEnded(other); // by then the first token has expired, too
            socket.untilReceipt(SUBSCRIBE_ERRORS);
            assertThat(socket.isClosed()).isFalse();
        }
    }

    @Test
    void refusedTokenDoesNotChangeTheEndOfTheSession() throws Exception {
        try (RawSocket socket = connected(SHORT)) {
            socket.send(SUBSCRIBE_ERRORS + "\n\0");
            assertThat(socket.next()).contains("token-expiring");
            for (String[] refused : new String[][] {
                {body(token(bob)), "token-invalid"},
                {body(token(alice) + "x"), "token-invalid"},
                {body(shortToken(alice, Duration.ofMinutes(-1))), "token-expired"},
                {body(shortToken(alice, Duration.ofSeconds(-2))), "token-expired"},
                {"{}", "body-unreadable"},
                {"", "body-empty"}
            }) {
                refresh(socket, refused[0]);
                assertThat(socket.next())
                        .startsWith("MESSAGE\n")
                        .contains(
                                "\"code\":\"" + refused[1] + "\"",
                                "\"destination\":\"/app/session.refresh\"",
                                "\"receipt\":\"fresh\"");
            }
            assertEnded(socket);
        }
    }

    @Test
    void tokenAcceptedWithinTheSkewEndsAtOnce() throws Exception {
        try (RawSocket socket = raw()) {
            socket.send(connectFrame(shortToken(alice, Duration.ofSeconds(-2)))
                    + "SUBSCRIBE\nid:1\ndestination:/topic/rooms." + room + "\nreceipt:r\n\n\0");
            assertThat(socket.next()).startsWith("CONNECTED\n");
            assertEnded(socket);
        }
    }

    @Test
    void manySessionsEndTogether() throws Exception {
        RawSocket[] sockets = new RawSocket[200];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = raw();
        }
        for (int i = 0; i < sockets.length; i++) {
            sockets[i].send(connectFrame(shortToken("u" + i, Duration.ofSeconds(3))));
        }
        for (RawSocket socket : sockets) {
            // The first look is at once: when one has ended, most others have.
            await("the end")
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> assertThat(socket.isClosed()).isTrue());
            assertThat(socket.closeReason()).isEqualTo("token-expired");
        }
    }
}
