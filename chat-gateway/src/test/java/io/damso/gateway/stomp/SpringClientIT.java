package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;
import org.springframework.web.socket.sockjs.client.RestTemplateXhrTransport;
import org.springframework.web.socket.sockjs.client.SockJsClient;
import tools.jackson.databind.json.JsonMapper;

/** Spring's STOMP client over Tomcat's WebSocket, which most products use, and over SockJS without WebSocket. */
class SpringClientIT extends GatewayTest {

    private static Stream<Arguments> transports() {
        return Stream.of(
                Arguments.of("ws", new StandardWebSocketClient()),
                Arguments.of("http", new SockJsClient(List.of(new RestTemplateXhrTransport()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transports")
    void burstArrivesInOrderAndTheSessionEndsNormally(String scheme, WebSocketClient transport) throws Exception {
        int messages = 200;
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        WebSocketStompClient stomp = new WebSocketStompClient(transport);
        SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
        stomp.setTaskScheduler(scheduler);
        StompHeaders connect = new StompHeaders();
        connect.add("Authorization", "Bearer " + token(bob));
        StompSession session = now(stomp.connectAsync(
                scheme + "://localhost:" + port + "/ws",
                new WebSocketHttpHeaders(),
                connect,
                new StompSessionHandlerAdapter() {}));
        try (ChatClient sender = connect(alice)) {
            CompletableFuture<Void> subscribed = new CompletableFuture<>();
            session.setAutoReceipt(true);
            session.subscribe("/topic/rooms." + room, new Texts(received))
                    .addReceiptTask(() -> subscribed.complete(null));
            now(subscribed);
            List<CompletableFuture<String>> sent = IntStream.range(0, messages)
                    .mapToObj(i -> sender.send(room, "m" + i))
                    .toList();
            now(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)));
            await("the burst").untilAsserted(() -> assertThat(received).hasSize(messages));
            assertThat(received)
                    .containsExactlyElementsOf(
                            IntStream.range(0, messages).mapToObj(i -> "m" + i).toList());
            session.disconnect();
            await("the end").until(() -> !session.isConnected());
        } finally {
            stomp.stop();
            scheduler.close();
        }
    }

    private static Stream<String> longestTexts() {
        return Stream.of(
                "a".repeat(4_096),
                "가".repeat(1_365),
                "😀".repeat(1_024),
                "\"".repeat(2_048),
                "\\".repeat(2_048),
                "\n".repeat(2_047) + "x",
                "\u0001".repeat(682),
                "</script>\u2028".repeat(341));
    }

    @ParameterizedTest
    @MethodSource("longestTexts")
    void longestTextReachesAClientWithTheBuffersOfTomcat(String text) throws Exception {
        String longestRoom = "R".repeat(64);
        String longestName = "한".repeat(128);
        responder.join(longestRoom, longestName);
        responder.join(longestRoom, bob);
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        WebSocketStompClient stomp = new WebSocketStompClient(new StandardWebSocketClient());
        StompHeaders connect = new StompHeaders();
        connect.add("Authorization", "Bearer " + token(bob));
        StompSession session = now(stomp.connectAsync(
                "ws://localhost:" + port + "/ws",
                new WebSocketHttpHeaders(),
                connect,
                new StompSessionHandlerAdapter() {}));
        try (ChatClient sender = connect(longestName)) {
            StompHeaders subscribe = new StompHeaders();
            subscribe.setDestination("/topic/rooms." + longestRoom);
            subscribe.setId("구".repeat(128));
            session.subscribe(subscribe, new Texts(received));
            await("the subscription").pollInSameThread().until(() -> {
                now(sender.send(longestRoom, "first"));
                return !received.isEmpty();
            });
            now(sender.send(longestRoom, text, "\u0001".repeat(64)));
            await("the text").until(() -> received.contains(text));
            now(sender.send(longestRoom, "last"));
            await("the session to stay open").until(() -> received.contains("last"));
            assertThat(session.isConnected()).isTrue();
        } finally {
            stomp.stop();
        }
    }

    private record Texts(List<String> received) implements StompFrameHandler {

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            String json = new String((byte[]) Objects.requireNonNull(payload), StandardCharsets.UTF_8);
            received.add(new JsonMapper().readTree(json).path("text").stringValue());
        }
    }
}
