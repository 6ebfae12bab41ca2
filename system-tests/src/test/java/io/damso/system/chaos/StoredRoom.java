package io.damso.system.chaos;

import io.damso.client.ChatApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The history of one room.
 *
 * @param messages oldest first, without the one that opened the room
 */
record StoredRoom(List<StoredMessage> messages) {

    /** Reads it page by page. */
    static StoredRoom read(ChatApi api, String token, String room, String opening)
            throws IOException, InterruptedException {
        List<StoredMessage> messages = new ArrayList<>();
        String cursor = opening;
        JsonNode page;
        do {
            page = api.history(token, room, "limit=200&after=" + cursor);
            for (JsonNode message : page.path("messages")) {
                cursor = message.path("id").asString();
                messages.add(new StoredMessage(
                        message.path("seq").longValue(),
                        message.path("sender").asString(),
                        message.path("clientMessageId").asString("")));
            }
        } while (page.path("hasMore").booleanValue());
        return new StoredRoom(List.copyOf(messages));
    }

    List<String> clientMessageIds() {
        return messages.stream().map(StoredMessage::clientMessageId).toList();
    }

    List<String> clientMessageIdsOf(String sender) {
        return messages.stream()
                .filter(message -> message.sender().equals(sender))
                .map(StoredMessage::clientMessageId)
                .toList();
    }
}
