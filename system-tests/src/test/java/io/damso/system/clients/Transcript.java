package io.damso.system.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one client received, in the order in which its library delivered it. Thread-safe. */
final class Transcript {

    /**
     * Clients without a receipt for SUBSCRIBE send this text until they receive it. It does not count as a message of
     * the test.
     */
    private static final String HELLO = "hello";

    private static final JsonMapper JSON = new JsonMapper();

    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final List<RoomMessage> received = new ArrayList<>();
    private final Set<Integer> receipts = new TreeSet<>();
    private final List<String> failures = new ArrayList<>();
    private boolean leaving;

    /** A message of the room. */
    record RoomMessage(String sender, String text) {}

    /** Records one output line of an external client: a keyword and its value. */
    void record(String word, String detail) {
        switch (word) {
            case "joined" -> joined();
            case "received" -> received(detail);
            case "receipt" -> receipt(detail);
            case "closed" -> closed(detail);
            case "left" -> left();
            case "failed" -> failed(detail);
            default -> failed(word + " " + detail);
        }
    }

    /** The subscription is confirmed. */
    void joined() {
        joined.complete(null);
    }

    synchronized void received(String body) {
        try {
            JsonNode message = JSON.readTree(body);
            String text = message.path("text").stringValue();
            if (!text.equals(HELLO)) {
                received.add(new RoomMessage(message.path("sender").stringValue(), text));
            }
        } catch (JacksonException e) {
            failed("a message that is not JSON: " + body);
        }
    }

    synchronized void receipt(String number) {
        if (!receipts.add(Integer.valueOf(number))) {
            failed("a second receipt for message " + number);
        }
    }

    /** Records an ERROR, a refusal, an exception of the library or another failure. */
    synchronized void failed(String what) {
        failures.add(what);
        joined.completeExceptionally(new IllegalStateException(what));
    }

    /** Records the end of the connection, which is a failure unless the client is disconnecting. */
    synchronized void closed(String how) {
        if (!leaving) {
            failed("closed: " + how);
        }
    }

    synchronized void leaving() {
        leaving = true;
    }

    /** The library reports that it has disconnected. */
    synchronized void left() {
        if (!leaving) {
            failed("disconnected by itself");
        }
        left.complete(null);
    }

    CompletableFuture<Void> whenJoined() {
        return joined;
    }

    CompletableFuture<Void> whenLeft() {
        return left;
    }

    synchronized boolean hasNoFailure() {
        return failures.isEmpty() && joined.isDone();
    }

    synchronized int receivedCount() {
        return received.size();
    }

    synchronized int receiptCount() {
        return receipts.size();
    }

    synchronized List<RoomMessage> received() {
        return List.copyOf(received);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }
}
