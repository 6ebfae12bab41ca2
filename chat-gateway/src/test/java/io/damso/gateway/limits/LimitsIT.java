package io.damso.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.client.StompCommand;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Clients above a limit are refused with a code; other clients are not affected. */
@TestPropertySource(
        properties = {
            "damso.gateway.limits.sessions.per-user=3",
            "damso.gateway.limits.sends.per-second=1",
            "damso.gateway.limits.sends.burst=10",
            "damso.gateway.limits.sends.user-per-second=1",
            "damso.gateway.limits.sends.user-burst=12",
            "damso.gateway.limits.frames.per-second=10",
            "damso.gateway.limits.frames.burst=100"
        })
@DirtiesContext
class LimitsIT extends GatewayTest {

    @Autowired
    MeterRegistry meters;

    private double refusals(String code) {
        return meters.counter("damso.refusals", "code", code).count();
    }

    private List<String> outcomes(ChatClient client, int sends) throws Exception {
        List<CompletableFuture<String>> sent = IntStream.range(0, sends)
                .mapToObj(i -> client.send(room, "m" + i))
                .toList();
        List<String> outcomes = new ArrayList<>();
        for (CompletableFuture<String> one : sent) {
            outcomes.add(refusal(one));
        }
        return outcomes;
    }

    @Test
    void sessionThatSendsTooFastIsRefusedAndStaysOpen() throws Exception {
        double before = refusals("too-many-requests");
        try (ChatClient hasty = connect(alice);
                ChatClient other = connect(bob)) {
            List<String> outcomes = outcomes(hasty, 30);
            assertThat(outcomes.subList(0, 10)).containsOnly("accepted");
            assertThat(outcomes).contains("too-many-requests").doesNotContain("too-many-unconfirmed");
            assertThat(refusals("too-many-requests")).isGreaterThan(before);
            now(other.send(room, "unharmed"));
            await("a token")
                    .until(() -> refusal(hasty.send(room, "the session lives")).equals("accepted"));
        }
    }

    @Test
    void userThatSendsTooFastOverSeveralSessionsIsRefused() throws Exception {
        try (ChatClient one = connect(alice);
                ChatClient two = connect(alice);
                ChatClient other = connect(bob)) {
            assertThat(outcomes(one, 10)).containsOnly("accepted");
            assertThat(outcomes(two, 10)).contains("accepted", "too-many-requests");
            now(other.send(room, "unharmed"));
        }
    }

    @Test
    void sessionsOfAUserAreBounded() throws Exception {
        try (RawSocket first = rawConnected(alice);
                RawSocket second = rawConnected(alice);
                RawSocket third = rawConnected(alice)) {
            try (RawSocket fourth = raw()) {
                fourth.send("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + token(alice) + "\n\n\0");
                assertThat(fourth.next()).startsWith("ERROR\n").contains("error-code:too-many-sessions");
                assertThat(fourth.closeCode()).isEqualTo(1002);
            }
            rawConnected(bob).close();
            third.send("DISCONNECT\n\n\0");
            assertThat(third.closeCode()).isEqualTo(1000);
            assertThat(List.of(first.isClosed(), second.isClosed())).containsOnly(false);
            await("a free place").until(() -> {
                try (RawSocket next = raw()) {
                    next.send("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + token(alice) + "\n\n\0");
                    return next.next().startsWith("CONNECTED\n");
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"41, 1, headers-too-large", "1, 9000, headers-too-large"})
    void tooManyOrTooLongHeadersEndTheSession(int count, int length, String code) throws Exception {
        try (RawSocket socket = rawConnected(alice);
                RawSocket other = rawConnected(bob)) {
            socket.send("SEND\n" + ("h:" + "x".repeat(length) + "\n").repeat(count) + "\n\0");
            assertThat(socket.next()).startsWith("ERROR\n").contains("error-code:" + code);
            assertThat(socket.closeCode()).isEqualTo(1002);
            assertThat(other.isClosed()).isFalse();
        }
    }

    @Test
    void manyFramesInOneMessageCountEach() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send(
                    "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n\n\0" + "UNSUBSCRIBE\nid:no\n\n\0".repeat(500));
            assertThat(socket.closeCode()).isEqualTo(4000);
            assertThat(socket.closeReason()).isEqualTo("too-many-frames");
            assertThat(refusals("too-many-frames")).isPositive();
        }
    }

    @Test
    void refusalsAndSessionsAreMetrics() throws Exception {
        double before = refusals("destination-refused");
        try (ChatClient client = connect(alice)) {
            refusal(client.frame(StompCommand.SEND, Map.of("destination", "/queue/x"), "{}"));
            assertThat(refusals("destination-refused")).isEqualTo(before + 1);
            assertThat(meters.get("damso.sessions.open").gauge().value()).isPositive();
        }
    }

    @Test
    void sockJsSessionsAreCountedToo() throws Exception {
        double before = refusals("too-many-sessions");
        List<HttpResponse<String>> opened = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HttpRequest open = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + port + "/ws/1/" + alice + i + "/xhr"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            opened.add(
                    http.sendAsync(open, HttpResponse.BodyHandlers.ofString()).get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            String connect =
                    "[\"CONNECT\\naccept-version:1.2\\nAuthorization:Bearer " + token(alice) + "\\n\\n\\u0000\"]";
            http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ws/1/" + alice + i + "/xhr_send"))
                            .POST(HttpRequest.BodyPublishers.ofString(connect))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
        assertThat(opened).allMatch(response -> response.body().equals("o\n"));
        await("the refusal").until(() -> refusals("too-many-sessions") == before + 1);
        assertThat(poll(alice + 3)).startsWith("a[\"ERROR").contains("error-code:too-many-sessions");
        assertThat(poll(alice + 3)).startsWith("c[");
    }

    private String poll(String session) throws Exception {
        HttpRequest poll = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ws/1/" + session + "/xhr"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(poll, HttpResponse.BodyHandlers.ofString()).body();
    }
}
