package io.damso.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.BufferingStompDecoder;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;

/** STOMP frames over a WebSocket: text of any fragmentation in, one text message a frame out. */
final class StompSocket implements WebSocket.Listener {

    private static final int BUFFER_LIMIT = 1024 * 1024;

    private final HttpClient http;
    private final URI url;
    private final BiConsumer<StompHeaderAccessor, byte[]> onFrame;
    private final Consumer<String> onEnd;
    private final BufferingStompDecoder decoder = new BufferingStompDecoder(new StompDecoder(), BUFFER_LIMIT);
    private final StompEncoder encoder = new StompEncoder();
    private final StringBuilder fragments = new StringBuilder();
    private CompletableFuture<@Nullable Object> lastWrite = CompletableFuture.completedFuture(null);
    private volatile @Nullable WebSocket webSocket;

    StompSocket(
            HttpClient http, URI url, BiConsumer<StompHeaderAccessor, byte[]> onFrame, Consumer<String> onEnd) {
        this.http = http;
        this.url = url;
        this.onFrame = onFrame;
        this.onEnd = onEnd;
    }

    CompletableFuture<WebSocket> open() {
        return http.newWebSocketBuilder().subprotocols("v12.stomp").buildAsync(url, this)
                .whenComplete((opened, failure) -> webSocket = opened);
    }

    /** Queues a frame behind the ones before it; the JDK allows one write at a time. */
    synchronized void send(StompCommand command, Map<String, String> headers, String body) {
        StompHeaderAccessor accessor = StompHeaderAccessor.create(command);
        headers.forEach(accessor::setNativeHeader);
        byte[] frame = encoder.encode(accessor.getMessageHeaders(), body.getBytes(StandardCharsets.UTF_8));
        WebSocket open = webSocket;
        if (open != null) {
            String text = new String(frame, StandardCharsets.UTF_8);
            lastWrite = lastWrite.handle((done, failure) -> null)
                    .thenCompose(done -> open.sendText(text, true).thenApply(sent -> (Object) sent))
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
        fragments.append(data);
        if (last) {
            ByteBuffer bytes = ByteBuffer.wrap(fragments.toString().getBytes(StandardCharsets.UTF_8));
            fragments.setLength(0);
            for (Message<byte[]> frame : decoder.decode(bytes)) {
                onFrame.accept(headersOf(frame), frame.getPayload());
            }
        }
        socket.request(1);
        return null;
    }

    private static StompHeaderAccessor headersOf(Message<byte[]> frame) {
        StompHeaderAccessor accessor = MessageHeaderAccessor.getAccessor(frame, StompHeaderAccessor.class);
        if (accessor == null) {
            throw new IllegalStateException("Not a STOMP frame");
        }
        return accessor;
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
