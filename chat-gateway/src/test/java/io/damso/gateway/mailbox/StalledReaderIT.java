package io.damso.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.RawSocket;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A reader whose socket accepts no bytes is closed, also below the mailbox limit. */
@TestPropertySource(properties = {"damso.gateway.mailbox.limit=1GB", "damso.gateway.mailbox.send-time-limit=6s"})
@DirtiesContext
class StalledReaderIT extends FloodTest {

    @Autowired
    private MeterRegistry meters;

    @Test
    void stalledReaderIsDisconnectedWhileOthersGetEverything() throws Exception {
        AtomicInteger received = new AtomicInteger();
        try (RawSocket stalled = rawConnected(alice);
                ChatClient fast = connect(bob)) {
            stalled.send("SUBSCRIBE\nid:s1\ndestination:/topic/rooms." + room + "\nreceipt:r1\n\n\0");
            assertThat(stalled.next()).contains("receipt-id:r1");
            now(fast.join(room, message -> received.incrementAndGet()));
            stalled.pause();
            flood(room, received::get);
            await("the end of the stalled session")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> meters.get("damso.sessions.open").gauge().value() == 1);
            assertThat(fast.ended()).isNotDone();
            now(fast.send(room, "goes on"));
        }
    }
}
