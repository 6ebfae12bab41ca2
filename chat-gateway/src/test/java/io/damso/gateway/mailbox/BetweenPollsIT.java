package io.damso.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.SockJsClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Frames that wait for a polling client while it has no open poll. */
@TestPropertySource(properties = "damso.gateway.mailbox.limit=64KB")
@DirtiesContext
class BetweenPollsIT extends GatewayTest {

    /** Twice the limit; fewer than can be sent until Spring ends a session without a poll, after five seconds. */
    private static final int MESSAGES = 30;

    private static final int LARGE_TEXT = 4_000;
    private static final int MOST_POLLS = 10;

    @Autowired
    private MeterRegistry meters;

    @Test
    void framesWaitingBetweenPollsAreSentWithTheNextPollBeforeTheClose() throws Exception {
        try (SockJsClient client = polled()) {
            client.send("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:r1\n\n\0", "NONSENSE\n\n\0");
            List<String> all = pollToTheClose(client);
            assertThat(all).hasSize(3);
            assertThat(all.getFirst()).contains("receipt-id:r1\n");
            assertThat(all.get(1)).startsWith("ERROR\n");
            assertThat(all.getLast()).isEqualTo("c[1002,\"\"]");
        }
    }

    @Test
    void sessionWithoutANextPollEnds() throws Exception {
        try (SockJsClient client = polled()) {
            client.send("NONSENSE\n\n\0");
            await("the end of the session")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> meters.get("damso.sessions.open").gauge().value() == 0);
            // The old session has ended, or this is a new one.
            assertThat(client.poll()).hasSize(1).isSubsetOf("c[3000,\"Go away!\"]", "o");
        }
    }

    @Test
    void tooMuchBetweenTwoPollsEndsTheSession() throws Exception {
        try (SockJsClient client = polled();
                ChatClient sender = connect(alice)) {
            client.send("SUBSCRIBE\nid:s1\ndestination:/topic/rooms." + room + "\nreceipt:r1\n\n\0");
            List<String> first = client.poll();
            assertThat(first).hasSize(1);
            assertThat(first.getFirst()).contains("receipt-id:r1\n");
            Semaphore received = new Semaphore(0);
            now(sender.join(room, message -> received.release()));
            String text = "x".repeat(LARGE_TEXT);
            for (int i = 0; i < MESSAGES; i++) {
                now(sender.send(room, text));
                // The sender has the same small mailbox: sending everything at once could end its session, too.
                assertThat(received.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                        .as("message %d is received", i)
                        .isTrue();
            }
            assertThat(pollToTheClose(client).getLast()).isEqualTo("c[4000,\"slow-consumer\"]");
        }
    }

    private static List<String> pollToTheClose(SockJsClient client) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < MOST_POLLS; i++) {
            all.addAll(client.poll());
            if (all.getLast().startsWith("c[")) {
                return all;
            }
        }
        throw new AssertionError("No close after " + MOST_POLLS + " polls: " + all);
    }

    /** Returns a polling session without an open poll. */
    private SockJsClient polled() throws Exception {
        SockJsClient client = new SockJsClient(http, port, "xhr", false);
        assertThat(client.poll()).containsExactly("o");
        client.send(connectFrame());
        List<String> answer = client.poll();
        assertThat(answer).hasSize(1);
        assertThat(answer.getFirst()).startsWith("CONNECTED\n");
        return client;
    }

    private String connectFrame() {
        return "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token(bob) + "\n\n\0";
    }
}
