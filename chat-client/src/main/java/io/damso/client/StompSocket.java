package io.damso.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** STOMP frames over a WebSocket. Received text may be fragmented at any place. Each sent frame is one text message. */
final class StompSocket implements WebSocket.Listener {

    private static final int BUFFER_LIMIT = 1024 * 1024;

    private final HttpClient http;
    private final URI url;
    private final Consumer<StompFrame> onFrame;
    private final Consumer<String> onEnd;
    private final StompFrameReader reader = new StompFrameReader(BUFFER_LIMIT);
    private final StringBuilder fragments = new StringBuilder();
    private CompletableFuture<?> lastWrite = CompletableFuture.completedFuture("");
    private volatile @Nullable WebSocket webSocket;

    StompSocket(HttpClient http, URI url, Consumer<StompFrame> onFrame, Consumer<String> onEnd) {
        this.http = http;
        this.url = url;
        this.onFrame = onFrame;
        this.onEnd = onEnd;
    }

    CompletableFuture<WebSocket> open() {
        return http.newWebSocketBuilder()
                .subprotocols("v12.stomp")
                .buildAsync(url, this)
                .whenComplete((opened, failure) -> webSocket = opened);
    }

    /** Sends a frame after the previous ones. They are queued because the JDK allows one write at a time. */
    synchronized void send(StompFrame frame) {
        String text = frame.encode();
        WebSocket open = webSocket;
        if (open != null) {
            lastWrite = lastWrite
                    .handle((done, failure) -> text)
                    .thenCompose(next -> open.sendText(next, true))
                    .whenComplete((sent, failure) -> {
                        if (failure != null) {
                            onEnd.accept("sending failed");
                        }
                    });
        }
    }

    void abort() {
        WebSocket open = webSocket;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        if (fragments.length() + data.length() > BUFFER_LIMIT) {
            throw new MalformedFrameException("A message has more than " + BUFFER_LIMIT + " characters");
        }
        fragments.append(data);
        if (last) {
            byte[] message = fragments.toString().getBytes(StandardCharsets.UTF_8);
            fragments.setLength(0);
            reader.read(message).forEach(onFrame);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        onEnd.accept("close " + statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        onEnd.accept("connection lost");
    }
}
