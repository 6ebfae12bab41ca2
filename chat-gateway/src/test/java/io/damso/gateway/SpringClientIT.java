package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.demo.ChatClient;
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

/** Spring's own STOMP client, over a WebSocket (of Tomcat, as in most products) and over SockJS without one. */
class SpringClientIT extends GatewayTest {

    private static Stream<Arguments> transports() {
        return Stream.of(
                Arguments.of("ws", new StandardWebSocketClient()),
                Arguments.of("http", new SockJsClient(List.of(new RestTemplateXhrTransport()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transports")
    void burstArrivesInOrderAndTheSessionEndsWell(String scheme, WebSocketClient transport) throws Exception {
        int messages = 200;
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        WebSocketStompClient stomp = new WebSocketStompClient(transport);
        SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
        stomp.setTaskScheduler(scheduler);
        StompHeaders connect = new StompHeaders();
        connect.add("Authorization", "Bearer " + token(bob));
        StompSession session = now(stomp.connectAsync(scheme + "://localhost:" + port + "/ws",
                new WebSocketHttpHeaders(), connect, new StompSessionHandlerAdapter() {}));
        try (ChatClient sender = connect(alice)) {
            CompletableFuture<Void> subscribed = new CompletableFuture<>();
            session.setAutoReceipt(true);
            session.subscribe("/topic/rooms." + room, new Texts(heard))
                    .addReceiptTask(() -> subscribed.complete(null));
            now(subscribed);
            List<CompletableFuture<Void>> sent =
                    IntStream.range(0, messages).mapToObj(i -> sender.send(room, "m" + i)).toList();
            now(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)));
            await("the burst").untilAsserted(() -> assertThat(heard).hasSize(messages));
            assertThat(heard).containsExactlyElementsOf(IntStream.range(0, messages).mapToObj(i -> "m" + i).toList());
            session.disconnect();
            await("the end").until(() -> !session.isConnected());
        } finally {
            stomp.stop();
            scheduler.close();
        }
    }

    private record Texts(List<String> heard) implements StompFrameHandler {

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            String json = new String((byte[]) Objects.requireNonNull(payload), StandardCharsets.UTF_8);
            heard.add(new JsonMapper().readTree(json).path("text").stringValue());
        }
    }
}
