package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.demo.ChatClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A reader whose socket takes nothing is given up, however much may wait for it. */
@TestPropertySource(properties = {"damso.gateway.mailbox.limit=1GB", "damso.gateway.mailbox.send-time-limit=1s"})
class StalledReaderIT extends FloodTest {

    @Autowired
    private MeterRegistry meters;

    @Test
    void stalledReaderIsDisconnectedWhileOthersGetEverything() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        try (RawSocket stalled = rawConnected(alice); ChatClient fast = connect(bob)) {
            stalled.send("SUBSCRIBE\nid:s1\ndestination:/topic/rooms." + room + "\nreceipt:r1\n\n\0");
            assertThat(stalled.next()).contains("receipt-id:r1");
            now(fast.join(room, message -> heard.incrementAndGet()));
            stalled.pause();
            flood(room, heard::get);
            await("the end of the stalled session").atMost(Duration.ofSeconds(30)).until(() ->
                    meters.get("damso.sessions.open").gauge().value() == 1);
            assertThat(fast.ended()).isNotDone();
            now(fast.send(room, "goes on"));
        }
    }
}
