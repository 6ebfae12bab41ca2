package io.damso.persistence.ingest;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.damso.persistence.ingest.positions.Positions;
import io.damso.persistence.store.Arrival;
import io.damso.persistence.store.InMemoryMessageLog;
import io.damso.persistence.store.MessageStore;
import io.damso.persistence.store.StoredBatch;
import io.damso.persistence.store.StoredMessage;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.data.mongodb.core.MongoTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The consumers of another process. They store a batch and then hang, before anything is answered or acknowledged;
 * closing cuts their connection.
 */
final class KilledConsumer implements AutoCloseable {

    private final CountDownLatch killed = new CountDownLatch(1);
    private final CachingConnectionFactory connections;
    private final MongoClient client;
    private final PartitionConsumers consumers;

    KilledConsumer(RabbitBroker broker, MongoStore mongo, MessageStore store) {
        connections = new CachingConnectionFactory(broker.host(), broker.amqpPort());
        connections.setUsername(BrokerUser.PERSISTENCE.login());
        connections.setPassword(broker.password(BrokerUser.PERSISTENCE));
        connections.setVirtualHost(broker.virtualHost());
        client = MongoClients.create(mongo.uri());
        IngestProperties properties = new IngestProperties(
                50, Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(10));
        HoldingBackOff backOff = new HoldingBackOff(properties.firstRetry(), properties.longestRetry());
        JsonMapper json = JsonMapper.builder().build();
        BatchListener listener = new BatchListener(
                new DeliveryReader(new MessageReader(json)),
                new FailurePolicy(
                        new Hanging(store), new DeadLetters(connections, properties.confirmTimeout()), backOff),
                new Positions(
                        new MongoTemplate(client, mongo.database()),
                        new InMemoryMessageLog(),
                        new RabbitTemplate(connections),
                        json),
                new IngestMetrics(new SimpleMeterRegistry()));
        consumers = new PartitionConsumers(connections, listener, properties);
    }

    void start() {
        consumers.start();
    }

    @Override
    public void close() {
        connections.destroy();
        killed.countDown();
        consumers.stop();
        connections.destroy();
        client.close();
    }

    private final class Hanging implements MessageStore {

        private final MessageStore store;

        Hanging(MessageStore store) {
            this.store = store;
        }

        @Override
        public StoredBatch store(List<Arrival> batch) {
            store.store(batch);
            try {
                killed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("killed");
        }

        @Override
        public boolean acceptsWrites() {
            return false;
        }

        @Override
        public OptionalLong seqOf(String roomId, String messageId) {
            return store.seqOf(roomId, messageId);
        }

        @Override
        public List<StoredMessage> withIds(String roomId, List<String> ids) {
            return store.withIds(roomId, ids);
        }

        @Override
        public List<StoredMessage> before(String roomId, long seq, int limit) {
            return store.before(roomId, seq, limit);
        }

        @Override
        public List<StoredMessage> after(String roomId, long seq, int limit) {
            return store.after(roomId, seq, limit);
        }
    }
}
