package io.damso.system.clients;

import io.damso.system.clients.Transcript.RoomMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** A user with a third-party client on its own thread. */
final class ClientUser implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final String user;
    private final ForeignClient client;
    private final Transcript transcript = new Transcript();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private int sentCount;

    ClientUser(String user, ForeignClient client) {
        this.user = user;
        this.client = client;
    }

    String user() {
        return user;
    }

    /** Connects; the future fails with the client's error, or after a minute. */
    CompletableFuture<Void> join(ClientParameters parameters) {
        run(() -> client.join(parameters, transcript));
        return transcript.whenJoined().copy().orTimeout(1, TimeUnit.MINUTES);
    }

    /** Sends the next message when the client has finished the previous one. */
    void sendNext() {
        int number = sentCount++;
        String body = JSON.writeValueAsString(Map.of("text", text(number), "clientMessageId", user + "-" + number));
        run(() -> client.send(number, body));
    }

    int sentCount() {
        return sentCount;
    }

    CompletableFuture<Void> leave() {
        run(() -> {
            transcript.leaving();
            client.leave();
        });
        return transcript.whenLeft().copy().orTimeout(1, TimeUnit.MINUTES);
    }

    /** Returns whether there was no failure so far. */
    boolean hasNoFailure() {
        return transcript.hasNoFailure();
    }

    /** Returns the number of received messages, in any order. */
    long receivedCount() {
        return transcript.receivedCount();
    }

    boolean hasAllReceipts() {
        return transcript.receiptCount() == sentCount;
    }

    /**
     * Returns a text of varying length with characters of one to four bytes and special characters of STOMP and
     * JSON.
     */
    private String text(int number) {
        return user + " " + number + " 반가워요 😀 naïve: \"a\\b\" " + "x".repeat(number % 7 * 60);
    }

    /** Returns the failures of this client, given the clients that were connected from the beginning. */
    List<String> failures(List<ClientUser> all) {
        List<String> failures = new ArrayList<>(transcript.failures());
        if (!hasAllReceipts()) {
            failures.add("got " + transcript.receiptCount() + " receipts for " + sentCount + " messages");
        }
        if (!transcript.whenLeft().isDone()) {
            failures.add("did not disconnect normally");
        }
        Map<String, List<String>> textsBySender = new HashMap<>(transcript.received().stream()
                .collect(Collectors.groupingBy(
                        RoomMessage::sender, Collectors.mapping(RoomMessage::text, Collectors.toList()))));
        for (ClientUser sender : all) {
            failures.addAll(sender.failuresInMessages(textsBySender.getOrDefault(sender.user, List.of())));
            textsBySender.remove(sender.user);
        }
        textsBySender.keySet().forEach(unknown -> failures.add("received messages of an unknown user: " + unknown));
        return failures;
    }

    /**
     * Compares the messages that another client received from this one with the sent ones. Each with a RECEIPT must be
     * received.
     */
    private List<String> failuresInMessages(List<String> texts) {
        List<String> failures = new ArrayList<>();
        for (int number = 0; number < texts.size() && failures.isEmpty(); number++) {
            if (!texts.get(number).equals(text(number))) {
                failures.add("instead of message " + number + " of " + user + " received: " + texts.get(number));
            }
        }
        if (texts.size() < transcript.receiptCount() || texts.size() > sentCount) {
            failures.add("received " + texts.size() + " messages of " + user + ", who sent " + sentCount + " and got "
                    + transcript.receiptCount() + " receipts");
        }
        return failures;
    }

    private void run(Action action) {
        thread.execute(() -> {
            try {
                action.run();
            } catch (Exception e) {
                transcript.failed(e.toString());
            }
        });
    }

    /** A step of a client. */
    private interface Action {
        void run() throws Exception;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }
}
