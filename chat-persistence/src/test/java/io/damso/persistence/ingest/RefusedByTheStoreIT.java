package io.damso.persistence.ingest;

import static io.damso.persistence.Messages.message;
import static io.damso.persistence.Messages.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.damso.persistence.ingest.positions.Positions;
import io.damso.persistence.store.InMemoryMessageLog;
import io.damso.persistence.store.RejectingStore;
import io.damso.persistence.store.StoredMessage;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import tools.jackson.databind.json.JsonMapper;

/** The queues of a real broker with a store that rejects some messages. */
class RefusedByTheStoreIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private final String room = "room-" + UUID.randomUUID();
    private final RejectingStore store = new RejectingStore(
            message -> message.text().startsWith("poison") ? new IllegalArgumentException("too large") : null);
    private final AtomicInteger failing = new AtomicInteger();
    private final CachingConnectionFactory connections = new CachingConnectionFactory(broker.host(), broker.amqpPort());
    private final SimpleMongoClientDatabaseFactory stores = new SimpleMongoClientDatabaseFactory(mongo.uri());
    private final PartitionConsumers consumers = consumers();

    private PartitionConsumers consumers() {
        connections.setUsername(BrokerUser.PERSISTENCE.login());
        connections.setPassword(broker.password(BrokerUser.PERSISTENCE));
        connections.setVirtualHost(broker.virtualHost());
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        IngestProperties properties = new IngestProperties(
                50, Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(10));
        HoldingBackOff backOff = new HoldingBackOff(properties.firstRetry(), properties.longestRetry());
        DeadLetters letters = new DeadLetters(connections, properties.confirmTimeout()) {
            @Override
            boolean deadLetter(Message message, String reason) {
                return failing.getAndDecrement() <= 0 && super.deadLetter(message, reason);
            }
        };
        BatchListener listener = new BatchListener(
                new DeliveryReader(new MessageReader(JsonMapper.builder().build())),
                new FailurePolicy(store, letters, backOff),
                positions(),
                new IngestMetrics(new SimpleMeterRegistry()));
        return new PartitionConsumers(connections, listener, properties);
    }

    private Positions positions() {
        return new Positions(
                new MongoTemplate(stores),
                new InMemoryMessageLog(),
                new RabbitTemplate(connections),
                JsonMapper.builder().build());
    }

    @AfterEach
    void stop() throws Exception {
        consumers.stop();
        connections.destroy();
        stores.destroy();
    }

    @Test
    void refusedMessagesAreDeadLetteredWithTheReasonAndTheRestIsStoredInOrder() throws Exception {
        List<ChatMessage> messages = IntStream.range(0, 200)
                .mapToObj(i -> message(room, "alice", i % 60 == 7 ? "poison " + i : "text " + i))
                .toList();
        failing.set(2); // the first dead letters are not confirmed
        publish(broker, messages);
        consumers.start();
        List<String> good = messages.stream()
                .map(ChatMessage::text)
                .filter(text -> text.startsWith("text"))
                .toList();
        await("all others")
                .atMost(Duration.ofMinutes(1))
                .until(() -> store.after(room, 0, 1_000).size() >= good.size());
        assertThat(store.after(room, 0, 1_000)).extracting(StoredMessage::text).containsExactlyElementsOf(good);
        assertThat(deadLetters(messages.stream()
                        .filter(each -> each.text().startsWith("poison"))
                        .toList()))
                .containsOnly("refused by the store: java.lang.IllegalArgumentException: too large");
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            var channel = admin.createChannel();
            await("an empty queue").atMost(Duration.ofMinutes(1)).until(() -> {
                try {
                    return channel.messageCount(BrokerTopology.partitionQueue(new RoomId(room))) == 0;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** Returns the reasons, once there is a dead letter for each of the messages. */
    private static List<String> deadLetters(List<ChatMessage> poison) throws Exception {
        List<String> missing =
                new ArrayList<>(poison.stream().map(ChatMessage::id).toList());
        List<String> reasons = new ArrayList<>();
        try (Connection connection = broker.connect(BrokerUser.ADMIN)) {
            var channel = connection.createChannel();
            await("the dead letters").atMost(Duration.ofMinutes(1)).until(() -> {
                try {
                    GetResponse letter = channel.basicGet(BrokerTopology.DEAD_LETTER_QUEUE, true);
                    if (letter != null && missing.remove(letter.getProps().getMessageId())) {
                        reasons.add(letter.getProps()
                                .getHeaders()
                                .get(BrokerTopology.REASON_HEADER)
                                .toString());
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return missing.isEmpty();
            });
        }
        return reasons;
    }
}
