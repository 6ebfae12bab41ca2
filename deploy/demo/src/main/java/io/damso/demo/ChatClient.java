package io.damso.demo;

import io.damso.protocol.Destinations;
import io.damso.protocol.RoomId;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One user's STOMP session over a WebSocket. Callbacks run on the socket's thread, one after the other. Safe for use by
 * many threads.
 */
public final class ChatClient implements AutoCloseable {

    private static final String ERRORS_SUBSCRIPTION = "errors";
    private static final String EVENTS_SUBSCRIPTION = "events";

    private final JsonMapper json = new JsonMapper();
    private final Map<String, CompletableFuture<Void>> receipts = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> subscribers = new ConcurrentHashMap<>();
    private final CompletableFuture<StompHeaderAccessor> connected = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final StompSocket socket;
    private volatile Consumer<JsonNode> onNotice = notice -> {};

    private ChatClient(HttpClient http, URI url) {
        subscribers.put(ERRORS_SUBSCRIPTION, this::refused);
        this.socket = new StompSocket(http, url, this::received, this::closed);
    }

    /**
     * Connects and listens to refusals.
     *
     * @param url endpoint, such as {@code wss://localhost:8443/ws}
     * @return completes when CONNECTED came; fails with {@link RefusedException} when ERROR came instead
     */
    public static CompletableFuture<ChatClient> connect(HttpClient http, URI url, String token) {
        ChatClient client = new ChatClient(http, url);
        return client.socket.open()
                .thenCompose(open -> client.connect(token))
                .thenCompose(open -> client.subscribe(ERRORS_SUBSCRIPTION, Destinations.USER_ERRORS))
                .thenApply(subscribed -> client);
    }

    private CompletableFuture<StompHeaderAccessor> connect(String token) {
        socket.send(StompCommand.CONNECT, Map.of(
                "accept-version", "1.2", "host", "damso", "heart-beat", "0,0", "Authorization", "Bearer " + token), "");
        return connected;
    }

    /** Returns the name of the gateway that holds the session. */
    public String node() {
        return String.valueOf(connected.join().getFirstNativeHeader("node"));
    }

    /** Completes with the error code, or the close reason, when the session ends. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /**
     * Subscribes to a room.
     *
     * @return completes with the RECEIPT: what is sent from then on is delivered
     */
    public CompletableFuture<Void> join(String roomId, Consumer<JsonNode> onMessage) {
        String id = "room-" + roomId;
        subscribers.put(id, onMessage);
        return subscribe(id, Destinations.DEFAULT.roomMessages(new RoomId(roomId)));
    }

    /** Subscribes to what happens to this session's subscriptions; completes with the RECEIPT. */
    public CompletableFuture<Void> events(Consumer<JsonNode> onEvent) {
        subscribers.put(EVENTS_SUBSCRIPTION, onEvent);
        return subscribe(EVENTS_SUBSCRIPTION, Destinations.USER_NOTIFICATIONS);
    }

    /** Takes what is told on {@code /user/queue/errors} without a frame that asked for it. */
    public void notices(Consumer<JsonNode> consumer) {
        onNotice = consumer;
    }

    /** Sends a text to a room; completes with the RECEIPT: the message is kept. */
    public CompletableFuture<Void> send(String roomId, String text) {
        return send(roomId, text, UUID.randomUUID().toString());
    }

    /** Sends a text with the client's own id, which makes it safe to send again. */
    public CompletableFuture<Void> send(String roomId, String text, String clientMessageId) {
        String body = json.writeValueAsString(Map.of("text", text, "clientMessageId", clientMessageId));
        String destination = Destinations.DEFAULT.roomSend(new RoomId(roomId));
        return frame(StompCommand.SEND, Map.of("destination", destination, "content-type", "application/json"), body);
    }

    private CompletableFuture<Void> subscribe(String id, String destination) {
        return frame(StompCommand.SUBSCRIBE, Map.of("id", id, "destination", destination), "");
    }

    /** Sends any frame with a receipt; for what the methods above do not do. */
    public CompletableFuture<Void> frame(StompCommand command, Map<String, String> headers, String body) {
        String receipt = UUID.randomUUID().toString();
        CompletableFuture<Void> answered = new CompletableFuture<>();
        receipts.put(receipt, answered);
        Map<String, String> withReceipt = new LinkedHashMap<>(headers);
        withReceipt.put("receipt", receipt);
        socket.send(command, withReceipt, body);
        if (ended.isDone()) {
            answered.completeExceptionally(new RefusedException(ended.join()));
        }
        return answered;
    }

    private void received(StompHeaderAccessor frame, byte[] body) {
        StompCommand command = frame.getCommand();
        if (command == null) {
            return; // heart-beat
        }
        switch (command) {
            case CONNECTED -> connected.complete(frame);
            case RECEIPT -> settle(frame.getReceiptId(), null);
            case MESSAGE -> deliver(String.valueOf(frame.getSubscriptionId()), body);
            case ERROR -> closed(String.valueOf(frame.getFirstNativeHeader("error-code")));
            default -> throw new IllegalStateException("A server does not send " + command);
        }
    }

    private void deliver(String subscription, byte[] body) {
        Consumer<JsonNode> subscriber = subscribers.get(subscription);
        if (subscriber != null) {
            subscriber.accept(json.readTree(new String(body, StandardCharsets.UTF_8)));
        }
    }

    private void refused(JsonNode refusal) {
        if (refusal.path("receipt").isNull()) {
            onNotice.accept(refusal);
            return;
        }
        settle(refusal.path("receipt").asString(""), new RefusedException(refusal.path("code").asString("")));
    }

    private void settle(@Nullable String receipt, @Nullable RefusedException refusal) {
        CompletableFuture<Void> answered = receipts.remove(String.valueOf(receipt));
        if (answered != null && refusal == null) {
            answered.complete(null);
        } else if (answered != null) {
            answered.completeExceptionally(refusal);
        }
    }

    private void closed(String reason) {
        if (ended.complete(reason)) {
            RefusedException refusal = new RefusedException(reason);
            connected.completeExceptionally(refusal);
            receipts.values().forEach(answered -> answered.completeExceptionally(refusal));
        }
    }

    /** Cuts the connection without a goodbye. */
    @Override
    public void close() {
        socket.abort();
        closed("closed here");
    }
}
