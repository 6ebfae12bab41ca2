package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.demo.ChatClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A reader that does not keep up is closed; nobody else notices. */
@TestPropertySource(properties = "damso.gateway.mailbox.send-time-limit=1m")
class SlowReaderIT extends FloodTest {

    @Test
    void readerOverTheLimitIsClosedWithItsCodeWhileOthersGetEverythingInOrder() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (RawSocket slow = rawConnected(alice); ChatClient fast = connect(bob)) {
            slow.send("SUBSCRIBE\nid:s1\ndestination:/topic/rooms." + room + "\nreceipt:r1\n\n\0");
            assertThat(slow.next()).contains("receipt-id:r1");
            now(fast.join(room, message -> heard.add(message.path("text").stringValue())));
            slow.pause();
            flood(room, heard::size);
            assertThat(heard).containsExactlyElementsOf(IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList());
            slow.resume();
            assertThat(slow.closeCode()).isEqualTo(1008);
            assertThat(slow.closeReason()).isEqualTo("slow-consumer");
            assertThat(fast.ended()).isNotDone();
        }
    }
}
