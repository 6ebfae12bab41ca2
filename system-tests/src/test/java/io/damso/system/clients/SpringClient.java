package io.damso.system.clients;

import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSession.Receiptable;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** Spring's STOMP client on one of its transports. */
final class SpringClient implements ForeignClient {

    private final Transport transport;
    private final boolean tokenInHandshake;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private @Nullable ClientParameters parameters;
    private @Nullable StompSession session;
    private @Nullable Transcript transcript;

    /** Creates the transport. */
    interface Transport {
        WebSocketClient create(ClientParameters parameters) throws Exception;
    }

    /**
     * Creates a client.
     *
     * @param tokenInHandshake whether the token is a header of the HTTP request, not of CONNECT
     */
    SpringClient(Transport transport, boolean tokenInHandshake) {
        this.transport = transport;
        this.tokenInHandshake = tokenInHandshake;
        scheduler.initialize();
    }

    @Override
    public void join(ClientParameters parameters, Transcript transcript) throws Exception {
        this.parameters = parameters;
        this.transcript = transcript;
        WebSocketStompClient client = new WebSocketStompClient(transport.create(parameters));
        client.setTaskScheduler(scheduler); // for heart-beats and receipts
        WebSocketHttpHeaders handshake = new WebSocketHttpHeaders();
        StompHeaders connect = new StompHeaders();
        if (tokenInHandshake) {
            handshake.setBearerAuth(parameters.token());
        } else {
            connect.set("Authorization", parameters.authorization());
        }
        client.connectAsync(URI.create(parameters.socket().toString()), handshake, connect, new Handler());
    }

    private void afterConnected(StompSession connected) {
        session = connected;
        session.setAutoReceipt(true);
        session.subscribe(ClientParameters.ERRORS, new Payloads(transcript::failed));
        onReceipt(session.subscribe(parameters.topic(), new Payloads(transcript::received)), transcript::joined);
    }

    private void onReceipt(Receiptable request, Runnable task) {
        request.addReceiptTask(task);
        request.addReceiptLostTask(() -> transcript.failed("lost receipt " + request.getReceiptId()));
    }

    @Override
    public void send(int number, String body) {
        onReceipt(
                session.send(parameters.destination(), body.getBytes(StandardCharsets.UTF_8)),
                () -> transcript.receipt(Integer.toString(number)));
    }

    @Override
    public void leave() {
        session.disconnect();
        transcript.left();
    }

    @Override
    public void close() {
        scheduler.shutdown();
    }

    private final class Handler extends StompSessionHandlerAdapter {

        @Override
        public void afterConnected(StompSession connected, StompHeaders headers) {
            SpringClient.this.afterConnected(connected);
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            transcript.failed("ERROR " + headers);
        }

        @Override
        public void handleException(
                StompSession broken,
                @Nullable StompCommand command,
                StompHeaders headers,
                byte[] payload,
                Throwable exception) {
            transcript.failed(command + ": " + exception);
        }

        @Override
        public void handleTransportError(StompSession broken, Throwable exception) {
            transcript.closed(exception.toString());
        }
    }

    private record Payloads(Consumer<String> consumer) implements StompFrameHandler {

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            consumer.accept(payload instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "no payload");
        }
    }
}
