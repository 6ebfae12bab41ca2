package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The id of a message that a client has just received is a cursor of the history. */
class HistoryCursorIT extends SystemTest {

    private static final int TRIES = 20;

    /** The default of {@code damso.persistence.history.cursor-wait}. */
    private static final Duration CURSOR_WAIT = Duration.ofSeconds(2);

    private static final int ATTEMPTS = 10;

    @Test
    void messageThatWasJustHeardIsACursor() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        ChatClient first = client("gateway-1", alicesToken);
        ChatClient second = client("gateway-2", bobsToken);
        now(second.join(room, message -> heard.add(message.path("id").stringValue())));
        for (int i = 0; i < TRIES; i++) {
            CompletableFuture<String> sent = first.send(room, "message " + i);
            String id = heard.poll(Cluster.TIMEOUT_SECONDS, TimeUnit.SECONDS);
            JsonNode after = history("after=" + id);
            assertThat(after.path("messages")).as("after message %d", i).isEmpty();
            JsonNode before = history("limit=200&before=" + id);
            assertThat(before.path("messages")).as("before message %d", i).hasSize(i);
            now(sent);
        }
    }

    /**
     * Reads the history as bob. A refusal is allowed only after the wait for the cursor, and a client asks again:
     * storage may take longer on a machine that stalls.
     */
    private JsonNode history(String query) throws Exception {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long begin = System.nanoTime();
            try {
                return api.history(bobsToken, room, query);
            } catch (RefusedException e) {
                assertThat(e.code()).isEqualTo("message-not-stored-yet");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(CURSOR_WAIT);
            }
        }
        throw new AssertionError("never stored: " + query);
    }
}
