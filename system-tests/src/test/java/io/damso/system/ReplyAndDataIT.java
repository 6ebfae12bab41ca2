package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.client.StompCommand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a message has beside its text is the same live, in a replay and in the history. */
class ReplyAndDataIT extends SystemTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String DATA =
            "{\"$kind\":\"order\",\"total.sum\":12.5,\"lines\":[{\"name\":\"담소\",\"count\":9007199254740993},null,true],\"\":{}}";

    @Test
    void replyAndDataAreTheSameLiveInAReplayAndInTheHistory() throws Exception {
        List<JsonNode> live = new CopyOnWriteArrayList<>();
        now(client("gateway-2", bobsToken).join(room, live::add));
        ChatClient alices = client("gateway-1", alicesToken);
        String answered = now(alices.send(room, "Where is my order?"));
        ObjectNode body = JSON.createObjectNode()
                .put("text", "Here")
                .put("replyTo", answered)
                .set("data", JSON.readTree(DATA));
        now(alices.frame(
                StompCommand.SEND,
                Map.of("destination", "/app/rooms." + room + ".send"),
                JSON.writeValueAsString(body)));
        await("both messages").until(() -> live.size() == 2);

        await("both in the history")
                .ignoreExceptions()
                .until(() -> api.history(alicesToken, room, "limit=2")
                                .path("messages")
                                .size()
                        == 2);
        JsonNode stored =
                api.history(alicesToken, room, "limit=1").path("messages").path(0);
        List<JsonNode> replayed = new CopyOnWriteArrayList<>();
        now(client("gateway-1", bobsToken)
                .join(room, "r", Map.of("history", "2"), frame -> replayed.add(JSON.readTree(frame.body()))));
        await("the replay").until(() -> replayed.size() == 2);

        for (JsonNode message : List.of(live.get(1), stored, replayed.get(1))) {
            assertThat(message.path("replyTo").stringValue()).isEqualTo(answered);
            assertThat(message.path("data").toString()).isEqualTo(DATA);
        }
        for (JsonNode message : List.of(live.get(0), replayed.get(0))) {
            assertThat(message.has("replyTo") || message.has("data")).isFalse();
        }
    }
}
