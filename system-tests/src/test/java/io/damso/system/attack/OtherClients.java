package io.damso.system.attack;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.client.ChatClient;
import io.damso.system.Cluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One valid client on each gateway, in the attacker's room, during all attacks of a class. */
final class OtherClients implements AutoCloseable {

    private final String room;
    private final String name;
    private final String attackersName;
    private final List<ChatClient> clients = new ArrayList<>();
    private final List<BlockingQueue<JsonNode>> delivered = new ArrayList<>();
    private int sent;

    OtherClients(Cluster cluster, String room, String name, String token, String attackersName) throws Exception {
        this.room = room;
        this.name = name;
        this.attackersName = attackersName;
        for (String node : ClusterState.GATEWAYS) {
            BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
            ChatClient client = cluster.connectTo(node, token);
            clients.add(client);
            delivered.add(messages);
            now(client.join(room, messages::add));
        }
    }

    /**
     * Fails unless both still exchange messages over both gateways, and the room received exactly these texts from the
     * attacker. The attacker's messages come in their order; those of two senders have no order between each other.
     */
    void assertUnharmed(List<String> attackersTexts) throws Exception {
        String text = "unharmed " + sent++;
        now(clients.get(sent % clients.size()).send(room, text));
        for (BlockingQueue<JsonNode> messages : delivered) {
            Map<String, List<String>> textsBySender = new HashMap<>();
            for (int i = 0; i <= attackersTexts.size(); i++) {
                JsonNode message = next(messages);
                textsBySender
                        .computeIfAbsent(message.path("sender").stringValue(), sender -> new ArrayList<>())
                        .add(message.path("text").stringValue());
            }
            assertThat(textsBySender.remove(name)).containsExactly(text);
            assertThat(textsBySender.getOrDefault(attackersName, List.of())).isEqualTo(attackersTexts);
            assertThat(messages).as("further messages").isEmpty();
        }
        assertThat(clients).noneMatch(client -> client.ended().isDone());
    }

    private static JsonNode next(BlockingQueue<JsonNode> messages) throws InterruptedException {
        @Nullable JsonNode message = messages.poll(Cluster.TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("another client receives a message").isNotNull();
        return message;
    }

    @Override
    public void close() {
        clients.forEach(ChatClient::close);
    }
}
