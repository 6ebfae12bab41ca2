package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each frame of a burst reaches browser libraries as a separate WebSocket message or SockJS array element, although
 * several frames leave in one write.
 */
class FramesOfABurstIT extends SystemTest {

    private static final String OLD_CLIENT = "/META-INF/resources/webjars/stomp-websocket/2.3.4/stomp.js";
    private static final int BURST = 200;
    private static final int BURSTS = 3;
    private static final int FRAMES_BEFORE = 2; // CONNECTED and RECEIPT

    private final Browser browser = new Browser();

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @ParameterizedTest
    @CsvSource({
        "stompjs, websocket",
        "stompjs, sockjs-websocket",
        "stompjs, xhr-streaming",
        "stompjs, xhr-polling",
        "stomp-websocket, websocket",
        "stomp-websocket, eventsource",
        "stomp-websocket, xhr-polling"
    })
    void everyMessageOfABurstIsReadInOrder(String library, String transport) throws Exception {
        browser.open(cluster.web().toString());
        browser.run(resource(OLD_CLIENT));
        browser.run(resource("/stomp-clients.js"));
        browser.run("listen(...arguments)", library, transport, bobsToken, room);
        await("the subscription").atMost(Duration.ofSeconds(20)).until(() -> Boolean.TRUE.equals(note("ready")));

        List<Object> sent = new ArrayList<>();
        try (ChatClient sender = cluster.connect(alicesToken)) {
            for (int burst = 0; burst < BURSTS; burst++) {
                List<CompletableFuture<String>> receipts = new ArrayList<>();
                for (int i = 0; i < BURST; i++) {
                    String text = "message " + sent.size();
                    sent.add(text);
                    receipts.add(sender.send(room, text));
                }
                now(CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)));
                await("the burst")
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(note("texts")).isEqualTo(sent));
            }
        }
        assertThat(messages()).as("messages that are no heart-beats").isEqualTo(sent.size() + FRAMES_BEFORE);
    }

    private Object note(String name) {
        return Objects.requireNonNull(browser.run("return window.notes[arguments[0]]", name));
    }

    private long messages() {
        return ((Number) note("messages")).longValue();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = FramesOfABurstIT.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
