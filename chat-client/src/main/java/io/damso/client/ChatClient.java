package io.damso.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One user's STOMP session over a WebSocket. Thread-safe. Callbacks run one after the other on the thread of the socket
 * and must not block.
 */
public final class ChatClient implements AutoCloseable {

    private static final String ERRORS_SUBSCRIPTION = "errors";
    private static final String EVENTS_SUBSCRIPTION = "events";
    private static final String USER_ERRORS = "/user/queue/errors";
    private static final String USER_NOTIFICATIONS = "/user/queue/notifications";

    private final JsonMapper json = new JsonMapper();
    private final Map<String, Answer> receipts = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> subscribers = new ConcurrentHashMap<>();
    private final Map<String, Consumer<StompFrame>> frameSubscribers = new ConcurrentHashMap<>();
    private final CompletableFuture<StompFrame> connected = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final StompSocket socket;
    private final DestinationPrefixes prefixes;
    private volatile Consumer<JsonNode> onNotice = notice -> {};

    private ChatClient(HttpClient http, URI url, DestinationPrefixes prefixes) {
        this.prefixes = prefixes;
        subscribers.put(ERRORS_SUBSCRIPTION, this::refused);
        this.socket = new StompSocket(http, url, this::received, this::closed);
    }

    /**
     * Connects to a server with the default prefixes and subscribes to {@code /user/queue/errors}.
     *
     * @param http HTTP client for the connection; its trust and proxy settings apply
     * @param url endpoint, such as {@code wss://localhost:8443/ws}
     * @param token JWT, without {@code Bearer}
     * @return completes after CONNECTED and the subscription; fails with {@link RefusedException} if the server answers
     *     with ERROR, and with an {@link java.io.IOException} if no WebSocket can be opened
     */
    public static CompletableFuture<ChatClient> connect(HttpClient http, URI url, String token) {
        return connect(http, url, token, DestinationPrefixes.DEFAULT);
    }

    /** Connects like {@link #connect(HttpClient, URI, String)}, but to a server with the given prefixes. */
    public static CompletableFuture<ChatClient> connect(
            HttpClient http, URI url, String token, DestinationPrefixes prefixes) {
        ChatClient client = new ChatClient(http, url, prefixes);
        return client.socket
                .open()
                .thenCompose(open -> client.connect(token))
                .thenCompose(open -> client.subscribe(ERRORS_SUBSCRIPTION, USER_ERRORS))
                .thenApply(subscribed -> client);
    }

    private CompletableFuture<StompFrame> connect(String token) {
        // spotless:off
        socket.send(new StompFrame(StompCommand.CONNECT, Map.of(
                "accept-version", "1.2",
                "host", "damso",
                "heart-beat", "0,0",
                "Authorization", "Bearer " + token), ""));
        // spotless:on
        return connected;
    }

    /** Returns the name of the gateway that holds the session. */
    public String node() {
        return String.valueOf(connected.join().header("node"));
    }

    /** Returns a future that completes with the error code or the close reason when the session ends. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /**
     * Subscribes to a room.
     *
     * @param onMessage receives each message as JSON of the server, on the thread of the socket; must not block
     * @return completes with the RECEIPT; messages sent after that are delivered
     */
    public CompletableFuture<Void> join(String roomId, Consumer<JsonNode> onMessage) {
        String id = "room-" + roomId;
        subscribers.put(id, onMessage);
        return subscribe(id, prefixes.roomMessages(roomId));
    }

    /**
     * Subscribes to a room with further headers, such as {@code resume-after} or {@code history}.
     *
     * @param id subscription id
     * @param onMessage receives each MESSAGE on the thread of the socket; must not block
     * @return completes with the RECEIPT, which tells {@code position}, {@code recovered} and {@code replayed}
     */
    public CompletableFuture<StompFrame> join(
            String roomId, String id, Map<String, String> further, Consumer<StompFrame> onMessage) {
        frameSubscribers.put(id, onMessage);
        Map<String, String> headers = new LinkedHashMap<>(further);
        headers.put("id", id);
        headers.put("destination", prefixes.roomMessages(roomId));
        CompletableFuture<StompFrame> receipt = new CompletableFuture<>();
        request(StompCommand.SUBSCRIBE, headers, "", new Answer(receipt, receipt::complete));
        return receipt;
    }

    /**
     * Subscribes to events about the subscriptions of this session.
     *
     * @param onEvent receives each event on the thread of the socket; must not block
     * @return completes with the RECEIPT
     */
    public CompletableFuture<Void> events(Consumer<JsonNode> onEvent) {
        subscribers.put(EVENTS_SUBSCRIPTION, onEvent);
        return subscribe(EVENTS_SUBSCRIPTION, USER_NOTIFICATIONS);
    }

    /**
     * Sets the receiver of notices: messages on {@code /user/queue/errors} that do not answer a frame. It replaces the
     * previous one.
     */
    public void notices(Consumer<JsonNode> consumer) {
        onNotice = consumer;
    }

    /**
     * Sends a text to a room.
     *
     * @return completes with the id of the message when the RECEIPT arrives, after the broker has confirmed the message
     */
    public CompletableFuture<String> send(String roomId, String text) {
        return send(roomId, text, UUID.randomUUID().toString());
    }

    /**
     * Sends a text with the client's own message id. A repeat with the same room, text and id is the same message: it
     * is stored once.
     *
     * @return completes with the id of the message when the RECEIPT arrives; for a repeat with the same id
     */
    public CompletableFuture<String> send(String roomId, String text, String clientMessageId) {
        String body = json.writeValueAsString(Map.of("text", text, "clientMessageId", clientMessageId));
        String destination = prefixes.roomSend(roomId);
        CompletableFuture<String> id = new CompletableFuture<>();
        request(
                StompCommand.SEND,
                Map.of("destination", destination, "content-type", "application/json"),
                body,
                new Answer(id, receipt -> complete(id, receipt.header("message-id"))));
        return id;
    }

    private static void complete(CompletableFuture<String> id, @Nullable String value) {
        if (value == null) {
            id.completeExceptionally(new MalformedFrameException("The RECEIPT of a SEND has no message-id"));
        } else {
            id.complete(value);
        }
    }

    private CompletableFuture<Void> subscribe(String id, String destination) {
        return frame(StompCommand.SUBSCRIBE, Map.of("id", id, "destination", destination), "");
    }

    /**
     * Sends any frame with a receipt. For frames that the other methods do not send.
     *
     * @return completes with the RECEIPT; fails with {@link RefusedException} if the frame is refused or the session
     *     ends
     * @throws IllegalArgumentException if the frame cannot be written in STOMP 1.2
     */
    public CompletableFuture<Void> frame(StompCommand command, Map<String, String> headers, String body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        request(command, headers, body, new Answer(done, receipt -> done.complete(null)));
        return done;
    }

    private void request(StompCommand command, Map<String, String> headers, String body, Answer answer) {
        String receipt = UUID.randomUUID().toString();
        Map<String, String> withReceipt = new LinkedHashMap<>(headers);
        withReceipt.put("receipt", receipt);
        StompFrame frame = new StompFrame(command, withReceipt, body);
        receipts.put(receipt, answer);
        socket.send(frame);
        if (ended.isDone()) {
            answer.fail(new RefusedException(ended.join()));
        }
    }

    private void received(StompFrame frame) {
        switch (frame.command()) {
            case CONNECTED -> connected.complete(frame);
            case RECEIPT -> settle(frame.header("receipt-id"), answer -> answer.confirm.accept(frame));
            case MESSAGE -> deliver(String.valueOf(frame.header("subscription")), frame);
            case ERROR -> closed(String.valueOf(frame.header("error-code")));
            default -> throw new MalformedFrameException("A server does not send " + frame.command());
        }
    }

    private void deliver(String subscription, StompFrame frame) {
        Consumer<JsonNode> subscriber = subscribers.get(subscription);
        Consumer<StompFrame> frameSubscriber = frameSubscribers.get(subscription);
        if (subscriber != null) {
            subscriber.accept(json.readTree(frame.body()));
        } else if (frameSubscriber != null) {
            frameSubscriber.accept(frame);
        }
    }

    private void refused(JsonNode refusal) {
        if (refusal.path("receipt").isNull()) {
            onNotice.accept(refusal);
            return;
        }
        RefusedException refused = new RefusedException(
                refusal.path("code").asString(""), refusal.path("retryable").asBoolean(false));
        settle(refusal.path("receipt").asString(""), answer -> answer.fail(refused));
    }

    private void settle(@Nullable String receipt, Consumer<Answer> outcome) {
        Answer answer = receipts.remove(String.valueOf(receipt));
        if (answer != null) {
            outcome.accept(answer);
        }
    }

    private void closed(String reason) {
        if (ended.complete(reason)) {
            RefusedException refusal = new RefusedException(reason);
            connected.completeExceptionally(refusal);
            receipts.values().forEach(answer -> answer.fail(refusal));
        }
    }

    /** Aborts the connection, without DISCONNECT and without a close frame. Incomplete futures fail. */
    @Override
    public void close() {
        socket.abort();
        closed("closed here");
    }

    /** A request that waits for its RECEIPT, and what completes the future then. */
    private record Answer(CompletableFuture<?> future, Consumer<StompFrame> confirm) {

        private void fail(RefusedException refusal) {
            future.completeExceptionally(refusal);
        }
    }
}
