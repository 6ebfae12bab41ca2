package io.damso.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.RawSocket;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A slow reader is closed; other clients are not affected. */
@TestPropertySource(properties = "damso.gateway.mailbox.send-time-limit=1m")
@DirtiesContext
class SlowReaderIT extends FloodTest {

    @Autowired
    private MeterRegistry meters;

    @Test
    void readerOverTheLimitIsClosedWithItsCodeWhileOthersGetEverythingInOrder() throws Exception {
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        try (RawSocket slow = rawConnected(alice);
                ChatClient fast = connect(bob)) {
            slow.send("SUBSCRIBE\nid:s1\ndestination:/topic/rooms." + room + "\nreceipt:r1\n\n\0");
            assertThat(slow.next()).contains("receipt-id:r1");
            now(fast.join(room, message -> received.add(message.path("text").stringValue())));
            slow.pause();
            // The gateway waits five seconds until the client reads the close frame; the messages may take longer.
            CompletableFuture<Void> resumed = CompletableFuture.runAsync(() -> {
                await("the gateway closes the slow reader")
                        .atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> slowConsumers() == 1);
                slow.resume();
            });
            flood(room, received::size);
            now(resumed);
            assertThat(received)
                    .containsExactlyElementsOf(IntStream.range(0, MESSAGES)
                            .mapToObj(String::valueOf)
                            .toList());
            assertThat(slow.closeCode()).isEqualTo(4000);
            assertThat(slow.closeReason()).isEqualTo("slow-consumer");
            assertThat(fast.ended()).isNotDone();
        }
    }

    private double slowConsumers() {
        return meters.counter("damso.refusals", "code", "slow-consumer").count();
    }
}
