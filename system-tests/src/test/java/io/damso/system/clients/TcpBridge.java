package io.damso.system.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for clients that have only STOMP over TCP: their bytes become binary WebSocket messages, independent of frame
 * borders, and received messages are written to them unchanged.
 */
final class TcpBridge implements AutoCloseable {

    private final HttpClient http;
    private final URI socket;
    private final List<ServerSocket> listeners = new ArrayList<>();

    TcpBridge(HttpClient http, URI socket) {
        this.http = http;
        this.socket = socket;
    }

    /**
     * Opens a port on the loopback address.
     *
     * @param subprotocols {@code Sec-WebSocket-Protocol} of the handshakes; may be empty
     */
    synchronized int listen(String... subprotocols) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listeners.add(listener);
        Thread.ofVirtual().start(() -> accept(listener, subprotocols));
        return listener.getLocalPort();
    }

    private void accept(ServerSocket listener, String... subprotocols) {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> carry(client, subprotocols));
            }
        } catch (IOException e) {
            // closed at the end of the test
        }
    }

    private void carry(Socket client, String... subprotocols) {
        try (client) {
            WebSocket.Builder builder = http.newWebSocketBuilder();
            if (subprotocols.length > 0) {
                builder.subprotocols(subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
            }
            WebSocket server = builder.buildAsync(socket, new Answers(client)).join();
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                server.sendBinary(ByteBuffer.wrap(buffer, 0, length), true).join();
            }
            server.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        } catch (IOException | RuntimeException e) {
            // The client sees the end of its connection and reports it.
        }
    }

    @Override
    public synchronized void close() {
        for (ServerSocket listener : listeners) {
            try {
                listener.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Answers implements WebSocket.Listener {

        private final Socket client;
        private final WritableByteChannel out;

        Answers(Socket client) throws IOException {
            this.client = client;
            OutputStream stream = client.getOutputStream();
            this.out = Channels.newChannel(stream);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket server, CharSequence data, boolean last) {
            return write(server, StandardCharsets.UTF_8.encode(data.toString()));
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket server, ByteBuffer data, boolean last) {
            return write(server, data);
        }

        private @Nullable CompletionStage<?> write(WebSocket server, ByteBuffer data) {
            try {
                while (data.hasRemaining()) {
                    out.write(data);
                }
                server.request(1);
            } catch (IOException e) {
                server.abort();
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket server, int code, String reason) {
            end();
            return null;
        }

        @Override
        public void onError(WebSocket server, Throwable error) {
            end();
        }

        private void end() {
            try {
                client.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
