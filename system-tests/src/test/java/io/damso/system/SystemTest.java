package io.damso.system;

import static org.awaitility.Awaitility.await;

import io.damso.client.ChatApi;
import io.damso.client.ChatClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Creates two users and a new room for every test. */
abstract class SystemTest {

    @RegisterExtension
    static final Cluster cluster = Cluster.INSTANCE;

    final String alice = "alice-" + UUID.randomUUID();
    final String bob = "bob-" + UUID.randomUUID();
    private final List<ChatClient> clients = new ArrayList<>();

    ChatApi api;
    String alicesToken;
    String bobsToken;
    String room;

    @BeforeEach
    void openRoom() throws Exception {
        api = cluster.api();
        alicesToken = api.token(alice);
        bobsToken = api.token(bob);
        room = api.createRoom(alicesToken, "Room of a test", List.of(bob));
    }

    @AfterEach
    void closeClients() {
        clients.forEach(ChatClient::close);
    }

    /** Connects to whichever gateway NGINX chooses; the session ends with the test. */
    ChatClient client(String token) throws Exception {
        ChatClient client = cluster.connect(token);
        clients.add(client);
        return client;
    }

    /** Connects to a gateway; the session ends with the test. */
    ChatClient client(String node, String token) throws Exception {
        ChatClient client = cluster.connectTo(node, token);
        clients.add(client);
        return client;
    }

    /** Waits until the message is in the history, which is some time after its RECEIPT and its delivery. */
    void awaitStored(String text) {
        await("the history").until(() -> storedTexts().contains(text));
    }

    /** Returns the texts of the whole room, oldest first, page by page. */
    List<String> storedTexts() throws Exception {
        List<String> texts = new ArrayList<>();
        JsonNode page = api.history(alicesToken, room, "limit=200");
        page.path("messages")
                .forEach(message -> texts.addFirst(message.path("text").stringValue()));
        while (page.path("hasMore").booleanValue()) {
            JsonNode messages = page.path("messages");
            String oldest = messages.get(messages.size() - 1).path("id").stringValue();
            page = api.history(alicesToken, room, "limit=200&before=" + oldest);
            page.path("messages")
                    .forEach(message -> texts.addFirst(message.path("text").stringValue()));
        }
        return texts;
    }
}
