package io.damso.system;

import io.damso.client.ChatClient;
import io.damso.client.StompFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads a room as a client that resumes: it notes the texts and the last position. Thread-safe. */
final class RoomReader {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> texts = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private @Nullable String position;

    /**
     * Subscribes.
     *
     * @param further headers of the SUBSCRIBE
     * @return completes with the RECEIPT
     */
    CompletableFuture<StompFrame> join(ChatClient client, String room, Map<String, String> further) {
        return client.join(room, "reader " + room, further, this::received).thenApply(this::begun);
    }

    private synchronized void received(StompFrame message) {
        String text = JSON.readTree(message.body()).path("text").asString("");
        texts.add(text);
        if ("true".equals(message.header("late"))) {
            late.add(text);
        }
        position = message.header("position");
    }

    private synchronized StompFrame begun(StompFrame receipt) {
        if (receipt.header("position") != null) {
            position = receipt.header("position");
        }
        return receipt;
    }

    /** Returns the texts in the order in which they came. */
    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    /** Returns those of the texts that are marked as late. */
    synchronized List<String> late() {
        return List.copyOf(late);
    }

    /** Returns the position of the last frame that had one; null if the last message had none. */
    synchronized @Nullable String position() {
        return position;
    }
}
