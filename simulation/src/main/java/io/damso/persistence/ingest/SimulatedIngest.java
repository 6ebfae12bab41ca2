package io.damso.persistence.ingest;

import com.rabbitmq.client.Channel;
import io.damso.persistence.ingest.positions.Positions;
import io.damso.persistence.store.MessageStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ingest of one process of persistence, without its consumers. It does not wait for a store that is away: the batch
 * fails, as when the process stops. Not thread-safe.
 */
public final class SimulatedIngest {

    private static final IngestMetrics METRICS = new IngestMetrics(new SimpleMeterRegistry());
    private static final ConnectionFactory NO_BROKER = (ConnectionFactory) Proxy.newProxyInstance(
            SimulatedIngest.class.getClassLoader(), new Class<?>[] {ConnectionFactory.class}, (proxy, method, args) -> {
                throw new IllegalStateException("No dead letter is expected");
            });
    private static final DeadLetters DEAD_LETTERS = new DeadLetters(NO_BROKER, Duration.ofSeconds(1));

    private final BatchListener listener;

    /** Creates the ingest of a process. */
    public SimulatedIngest(MessageStore store, Positions positions, JsonMapper json) {
        HoldingBackOff backOff = new HoldingBackOff(Duration.ofMillis(1), Duration.ofMillis(1));
        backOff.stop();
        this.listener = new BatchListener(
                new DeliveryReader(new MessageReader(json)),
                new FailurePolicy(store, DEAD_LETTERS, backOff),
                positions,
                METRICS);
    }

    /**
     * Handles a batch.
     *
     * @throws RuntimeException if it was not stored; the channel is closed then
     */
    public void handle(List<Message> deliveries, Channel channel) {
        listener.onMessageBatch(deliveries, channel);
    }
}
