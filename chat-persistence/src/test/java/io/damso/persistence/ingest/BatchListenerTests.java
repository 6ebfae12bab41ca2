package io.damso.persistence.ingest;

import static io.damso.persistence.Messages.envelope;
import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import io.damso.persistence.ingest.positions.Positions;
import io.damso.persistence.store.InMemoryMessageLog;
import io.damso.persistence.store.MessageStore;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpIllegalStateException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.ChannelProxy;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.mongodb.core.MongoOperations;
import tools.jackson.databind.json.JsonMapper;

class BatchListenerTests {

    private final List<String> calls = new ArrayList<>();
    private final HoldingBackOff backOff = new HoldingBackOff(Duration.ofMillis(1), Duration.ofMillis(1));
    private final BatchListener listener = new BatchListener(
            new DeliveryReader(),
            new FailurePolicy(
                    away(MessageStore.class),
                    new DeadLetters(away(ConnectionFactory.class), Duration.ofSeconds(1)),
                    backOff),
            new Positions(
                    away(MongoOperations.class),
                    new InMemoryMessageLog(),
                    away(RabbitOperations.class),
                    JsonMapper.builder().build()),
            new IngestMetrics(new SimpleMeterRegistry()));

    /** Otherwise the acknowledgement of the next batch, which includes everything before it, would drop this one. */
    @Test
    void batchThatIsNotStoredReturnsToTheQueueWithWhatFollowsIt() {
        backOff.stop();
        Channel target = channel("target", Channel.class, null);
        ChannelProxy channel = channel("proxy", ChannelProxy.class, target);
        assertThatThrownBy(() -> listener.onMessageBatch(List.of(delivery()), channel))
                .isInstanceOf(AmqpIllegalStateException.class);
        assertThat(calls).containsExactly("proxy getTargetChannel", "target abort");
    }

    @Test
    void closedListenerReturnsABatchWithoutStoringIt() {
        assertThat(listener.close(Duration.ofSeconds(20))).isTrue();
        Channel target = channel("target", Channel.class, null);
        listener.onMessageBatch(List.of(delivery()), channel("proxy", ChannelProxy.class, target));
        assertThat(calls).containsExactly("proxy getTargetChannel", "target abort");
    }

    private static Message delivery() {
        MessageProperties properties = new MessageProperties();
        properties.setContentType(EnvelopeCodec.CONTENT_TYPE);
        properties.setConsumerQueue(BrokerTopology.partitionQueues().getFirst());
        properties.setDeliveryTag(1);
        return new Message(EnvelopeCodec.write(envelope(1, List.of(message("room", "alice", "a")))), properties);
    }

    private <T> T channel(String name, Class<T> type, @Nullable Object result) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> {
                        calls.add(name + " " + method.getName());
                        yield result;
                    }
                }));
    }

    private static <T> T away(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    throw new DataAccessResourceFailureException("away");
                }));
    }
}
