package io.damso.persistence.ingest;

import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.persistence.GatewayChannel;
import io.damso.persistence.RunningService;
import io.damso.persistence.store.MessageStore;
import io.damso.persistence.store.StoredMessage;
import io.damso.protocol.ChatMessage;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another process takes over from one that stops while messages are waiting. */
class TakeOverIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int ENVELOPES = 1_000;
    private static final int MESSAGES = 20;

    private final String room = "room-" + UUID.randomUUID();
    private final String origin = "origin-" + UUID.randomUUID();

    /** A consumer that was cancelled with unacknowledged messages would store them after the other one's. */
    @Test
    void orderIsKeptWhenAProcessStopsWithABacklog() throws Exception {
        List<String> sent = new ArrayList<>();
        try (RunningService first = RunningService.start(broker, mongo);
                RunningService second = RunningService.start(broker, mongo);
                GatewayChannel gateway = new GatewayChannel(broker)) {
            PartitionConsumers stopping = first.bean(PartitionConsumers.class);
            PartitionConsumers standby = second.bean(PartitionConsumers.class);
            MessageStore store = second.bean(MessageStore.class);
            standby.stop();
            stopping.stop();
            for (int i = 0; i < ENVELOPES; i++) {
                List<ChatMessage> messages = texts(i);
                messages.forEach(message -> sent.add(message.text()));
                gateway.publish(origin, 1 + (long) i * MESSAGES, messages);
            }
            stopping.start();
            standby.start();
            await("some to be stored").atMost(TIMEOUT).until(() -> newest(store) > 0);
            stopping.stop();
            await("all to be stored").atMost(TIMEOUT).until(() -> newest(store) >= sent.size());
            assertThat(texts(store)).isEqualTo(sent);
            assertThat(storedBy(second)).isBetween(1.0, sent.size() - 1.0);
        }
    }

    private static double storedBy(RunningService service) {
        return service.bean(MeterRegistry.class)
                .get("damso.ingest.messages")
                .tag("outcome", "stored")
                .counter()
                .count();
    }

    private List<ChatMessage> texts(int envelope) {
        return IntStream.range(0, MESSAGES)
                .mapToObj(i -> message(room, "alice", envelope + "-" + i))
                .toList();
    }

    private long newest(MessageStore store) {
        List<StoredMessage> newest = store.before(room, Long.MAX_VALUE, 1);
        return newest.isEmpty() ? 0 : newest.getFirst().seq();
    }

    private List<String> texts(MessageStore store) {
        List<String> texts = new ArrayList<>();
        for (List<StoredMessage> page = store.after(room, 0, 200);
                !page.isEmpty();
                page = store.after(room, texts.size(), 200)) {
            page.forEach(stored -> texts.add(stored.text()));
        }
        return texts;
    }
}
