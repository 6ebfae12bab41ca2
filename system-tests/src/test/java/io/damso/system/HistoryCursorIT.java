package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.client.ChatClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The id of a message that a client has just received is a cursor of the history. */
class HistoryCursorIT extends SystemTest {

    private static final int TRIES = 20;

    @Test
    void messageThatWasJustHeardIsACursor() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        ChatClient first = client("gateway-1", alicesToken);
        ChatClient second = client("gateway-2", bobsToken);
        now(second.join(room, message -> heard.add(message.path("id").stringValue())));
        for (int i = 0; i < TRIES; i++) {
            CompletableFuture<String> sent = first.send(room, "message " + i);
            String id = heard.poll(15, TimeUnit.SECONDS);
            JsonNode after = api.history(bobsToken, room, "after=" + id);
            assertThat(after.path("messages")).as("after message %d", i).isEmpty();
            JsonNode before = api.history(bobsToken, room, "limit=200&before=" + id);
            assertThat(before.path("messages")).as("before message %d", i).hasSize(i);
            now(sent);
        }
    }
}
