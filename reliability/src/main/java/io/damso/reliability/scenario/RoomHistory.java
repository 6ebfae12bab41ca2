package io.damso.reliability.scenario;

import io.damso.client.ChatApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The history of a room over REST, oldest message first.
 *
 * @param token of a member
 */
record RoomHistory(ChatApi api, String token, String room) {

    private static final String LIMIT = "limit=200";

    static String id(JsonNode message) {
        return message.path("id").asString("");
    }

    /** Returns the sender's name for a message. */
    static String name(JsonNode message) {
        return message.path("clientMessageId").asString("");
    }

    /**
     * Returns all messages.
     *
     * @throws io.damso.client.RefusedException if the server refuses
     */
    List<JsonNode> all() throws IOException, InterruptedException {
        List<JsonNode> newestFirst = new ArrayList<>();
        String query = LIMIT;
        JsonNode page;
        do {
            page = api.history(token, room, query);
            page.path("messages").forEach(newestFirst::add);
            query = newestFirst.isEmpty() ? query : LIMIT + "&before=" + id(newestFirst.getLast());
        } while (page.path("hasMore").asBoolean(false));
        return newestFirst.reversed();
    }

    /**
     * Returns a page of the messages behind one, at most 200.
     *
     * @param id of a message that the history has
     * @throws io.damso.client.RefusedException if the server refuses
     */
    List<JsonNode> behind(String id) throws IOException, InterruptedException {
        return api.history(token, room, LIMIT + "&after=" + id)
                .path("messages")
                .valueStream()
                .toList();
    }
}
