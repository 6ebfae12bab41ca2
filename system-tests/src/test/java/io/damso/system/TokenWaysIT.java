package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens in the handshake, through NGINX. */
class TokenWaysIT extends SystemTest {

    private static final String CONNECT = "CONNECT\naccept-version:1.2\nhost:x\n\n\0";

    @Test
    void headerAndSubprotocolPassNginx() throws Exception {
        Frames byHeader = new Frames();
        WebSocket first = builder()
                .header("Authorization", "Bearer " + alicesToken)
                .subprotocols("v12.stomp")
                .buildAsync(cluster.socket(), byHeader)
                .join();
        Frames byProtocol = new Frames();
        WebSocket second = builder()
                .subprotocols("v12.stomp", "bearer." + alicesToken)
                .buildAsync(cluster.socket(), byProtocol)
                .join();
        assertThat(second.getSubprotocol()).isEqualTo("v12.stomp");
        first.sendText(CONNECT, true).join();
        second.sendText(CONNECT, true).join();
        assertThat(byHeader.next()).startsWith("CONNECTED\n").contains("user-name:" + alice);
        assertThat(byProtocol.next()).startsWith("CONNECTED\n").contains("user-name:" + alice);
        first.abort();
        second.abort();
    }

    @Test
    void badTokenIsRefusedWithTheGatewaysAnswer() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> builder()
                        .header("Authorization", "Bearer broken")
                        .buildAsync(cluster.socket(), new Frames())
                        .join())
                .havingCause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, e -> {
                    assertThat(e.getResponse().statusCode()).isEqualTo(401);
                    assertThat(e.getResponse().headers().firstValue("Content-Type"))
                            .hasValue("application/problem+json");
                });
    }

    /** The query token is disabled here, and must not be logged either. */
    @Test
    void tokenInTheQueryIsInNoLog() throws Exception {
        String token = api.token("query-" + UUID.randomUUID());
        String mark = UUID.randomUUID().toString();
        HttpClient http = cluster.http();
        builder()
                .buildAsync(URI.create(cluster.socket() + "?access_token=" + token), new Frames())
                .join()
                .abort();
        for (String path : List.of("/ws/info", "/ws/000/" + mark + "/xhr", "/ws/000/" + mark + "/unknown", "/chat")) {
            http.send(
                    HttpRequest.newBuilder(cluster.web().resolve(path + "?access_token=" + token))
                            .POST(BodyPublishers.ofString(""))
                            .build(),
                    BodyHandlers.discarding());
        }
        await("the requests in NGINX's log")
                .atMost(Cluster.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .until(() -> Files.readString(cluster.log("nginx")).contains(mark + "/xhr"));
        for (String name : List.of("nginx", "gateway-1", "gateway-2")) {
            assertThat(Files.readString(cluster.log(name)).contains(token))
                    .as(name)
                    .isFalse();
        }
    }

    private static WebSocket.Builder builder() throws Exception {
        return cluster.http().newWebSocketBuilder();
    }

    private static final class Frames implements WebSocket.Listener {

        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            received.add(data.toString());
            socket.request(1);
            return null;
        }

        String next() throws InterruptedException {
            return String.valueOf(received.poll(Cluster.TIMEOUT_SECONDS, TimeUnit.SECONDS));
        }
    }
}
