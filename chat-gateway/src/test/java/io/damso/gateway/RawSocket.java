package io.damso.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket that sends given bytes and returns the received ones. For data that no valid client sends. */
public final class RawSocket implements WebSocket.Listener, AutoCloseable {

    private static final long TIMEOUT_SECONDS = 30;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder fragments = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean paused;
    private volatile String closeReason = "";

    public RawSocket(HttpClient http, URI url) {
        this(http, url, Map.of(), "v12.stomp");
    }

    /** Opens a socket with the given headers and subprotocols in the handshake. */
    public RawSocket(HttpClient http, URI url, Map<String, String> headers, String protocol, String... moreProtocols) {
        WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols(protocol, moreProtocols);
        headers.forEach(builder::header);
        socket = builder.buildAsync(url, this).join();
    }

    /** Returns the subprotocol that the server chose; empty if none. */
    public String protocol() {
        return socket.getSubprotocol();
    }

    public RawSocket send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    public RawSocket sendBinary(byte... bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    /** Stops reading after the next message. */
    public void pause() {
        paused = true;
    }

    /** Continues to read. */
    public void resume() {
        paused = false;
        socket.request(1);
    }

    /** Returns the next WebSocket message. */
    public String next() throws InterruptedException {
        String message = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("Nothing came within " + TIMEOUT_SECONDS + " s");
        }
        return message;
    }

    /** Returns the next frames, also if several came in one message. */
    public List<String> next(int frames) throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (all.size() < frames) {
            all.addAll(List.of(next().split("(?<=\0)\n*")));
        }
        return all;
    }

    /** Sends a frame with a receipt, and returns the messages that came before its RECEIPT. */
    public List<String> untilReceipt(String frameWithoutEnd) throws InterruptedException {
        String receipt = UUID.randomUUID().toString();
        send(frameWithoutEnd + "receipt:" + receipt + "\n\n\0");
        List<String> before = new ArrayList<>();
        for (String message = next(); !message.contains("receipt-id:" + receipt + "\n"); message = next()) {
            before.add(message);
        }
        return before;
    }

    /** Returns the received WebSocket messages that were not returned yet. */
    public BlockingQueue<String> received() {
        return received;
    }

    /** Returns the close code, once the server has closed. */
    public int closeCode() throws Exception {
        return closed.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the reason of the close. */
    public String closeReason() {
        return closeReason;
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        fragments.append(data);
        if (last) {
            received.add(fragments.toString());
            fragments.setLength(0);
        }
        if (!paused) {
            webSocket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason = reason;
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
