package io.damso.load.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A client that sends only the necessary frames, in the protocol of its peer. */
final class MinimalClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Dialect dialect;
    private final ReceivedText received = new ReceivedText();
    private final WebSocket socket;

    private MinimalClient(HttpClient http, URI endpoint, Dialect dialect) throws Exception {
        this.dialect = dialect;
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (dialect == Dialect.STOMP) {
            builder.subprotocols("v12.stomp");
        }
        this.socket = builder.buildAsync(endpoint, received).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    static MinimalClient connect(HttpClient http, URI endpoint, Peer peer, String user) throws Exception {
        MinimalClient client = new MinimalClient(http, endpoint, peer.dialect());
        if (peer.dialect() != Dialect.STOMP) {
            client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            client.awaitReceived("PONG");
        } else {
            String token = peer.token(user);
            client.send("CONNECT\naccept-version:1.2\nhost:/\nheart-beat:0,0\n"
                    + (token.isEmpty() ? "" : "Authorization:Bearer " + token + "\n") + "\n\0");
            client.awaitReceived("CONNECTED");
        }
        return client;
    }

    void subscribe(Room room) throws Exception {
        String destination = room.subscribeDestination();
        if (dialect != Dialect.STOMP) {
            send("SUB " + destination + " 1\r\nPING\r\n");
            await("the second PONG").atMost(TIMEOUT).until(() -> received.text().split("PONG", -1).length > 2);
        } else {
            send("SUBSCRIBE\nid:1\ndestination:" + destination + "\n\n\0");
        }
    }

    void send(Room room, byte[] body) throws Exception {
        String text = new String(body, StandardCharsets.UTF_8);
        String destination = room.sendDestination();
        send(
                dialect != Dialect.STOMP
                        ? "PUB " + destination + " " + body.length + "\r\n" + text + "\r\n"
                        : "SEND\ndestination:" + destination + "\ncontent-type:text/plain\n\n" + text + "\0");
    }

    boolean hasReceived(String text) {
        return received.text().contains(text);
    }

    void awaitReceived(String text) {
        await(text)
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(received.text()).contains(text));
    }

    private void send(String text) throws Exception {
        (dialect != Dialect.STOMP
                        ? socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true)
                        : socket.sendText(text, true))
                .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class ReceivedText implements WebSocket.Listener {

        private final StringBuffer text = new StringBuffer();

        String text() {
            return text.toString();
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            text.append(StandardCharsets.UTF_8.decode(data));
            webSocket.request(1);
            return null;
        }
    }
}
