package io.damso.gateway.catchup;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.membership.question.RepeatedQuestion;
import io.damso.gateway.rooms.RoomHistory;
import io.damso.gateway.rooms.Rooms;
import io.damso.gateway.rooms.position.PositionProperties;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.gateway.send.PublishingConnections;
import io.damso.protocol.BrokerTopology;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.springframework.amqp.core.AnonymousQueue;
import org.springframework.amqp.core.Base64UrlNamingStrategy;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Configures the questions to persistence about what is stored. */
@Configuration(proxyBeanMethods = false)
class CatchUpConfiguration {

    private static final Duration BARRIER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);
    private static final long RECOVERY_INTERVAL_MILLIS = 250;

    /** Digests that a node has not read yet; a missing one is noticed. */
    private static final int MOST_DIGESTS = 1_000;

    @Bean
    PositionTokens positionTokens(PositionProperties properties, RabbitProperties rabbit) {
        String secret = properties.secret();
        return new PositionTokens(secret == null ? "broker password " + rabbit.getPassword() : secret);
    }

    @Bean
    StoredRooms storedRooms(PublishingConnections publishing, ConnectionFactory connectionFactory, JsonMapper json) {
        return new BrokerStoredRooms(
                new RepeatedQuestion(publishing.live(), true, BARRIER_TIMEOUT),
                new RepeatedQuestion(connectionFactory, false, READ_TIMEOUT),
                json);
    }

    @Bean
    RoomHistory roomHistory(StoredRooms storedRooms, JsonMapper json, MeterRegistry meters) {
        Counter queries = Counter.builder("damso.catchup.queries")
                .description("Queries to persistence for missed messages of rooms")
                .register(meters);
        return new BrokerRoomHistory(storedRooms, Executors.newVirtualThreadPerTaskExecutor(), json, queries);
    }

    /** Apart from the queue of removals, which must not drop: exclusive, deleted with its connection. */
    @Bean
    AnonymousQueue digestQueue(GatewayProperties properties) {
        AnonymousQueue queue = new AnonymousQueue(
                new Base64UrlNamingStrategy("damso.gateway." + properties.node() + ".digests."),
                Map.of("x-max-length", MOST_DIGESTS));
        queue.removeArgument(Queue.X_QUEUE_LEADER_LOCATOR); // for replicated queues only; RabbitMQ 3.10 refuses it here
        return queue;
    }

    @Bean
    Binding digestBinding(AnonymousQueue digestQueue) {
        return new Binding(
                digestQueue.getName(),
                Binding.DestinationType.QUEUE,
                BrokerTopology.CONTROL_EXCHANGE,
                BrokerTopology.DIGEST_ROUTING_KEY,
                null);
    }

    @Bean
    SimpleMessageListenerContainer digestContainer(
            ConnectionFactory connectionFactory, AnonymousQueue digestQueue, Rooms rooms, JsonMapper json) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connectionFactory);
        container.setQueues(digestQueue);
        container.setDefaultRequeueRejected(false);
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(RECOVERY_INTERVAL_MILLIS);
        container.setMessageListener(new Digests(rooms::digest, json, System::nanoTime));
        return container;
    }
}
