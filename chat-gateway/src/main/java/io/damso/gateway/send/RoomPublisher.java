package io.damso.gateway.send;

import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands messages over to RabbitMQ. A message whose future completes is in a durable queue; one whose future fails may be
 * there or not, and sending it again with the same client message id is safe. Messages of one room are published in the
 * order of the calls. Safe for use by many threads.
 */
@Component
final class RoomPublisher {

    private final BrokerConnection connection;
    private final List<ConfirmedChannel> channels;
    private final Semaphore unconfirmed;
    private final long timeoutMillis;

    RoomPublisher(SendProperties properties, ConnectionFactory connectionFactory, JsonMapper json, Clock clock) {
        this.connection = new BrokerConnection(connectionFactory, clock);
        this.channels = Stream.generate(() -> new ConfirmedChannel(connection, json))
                .limit(properties.channels())
                .toList();
        this.unconfirmed = new Semaphore(properties.maxUnconfirmed());
        this.timeoutMillis = properties.confirmTimeout().toMillis();
    }

    /**
     * Publishes what {@code stamp} makes. The future fails with a {@link RefusedException}, or with a
     * {@link java.util.concurrent.TimeoutException} when no confirm came in time.
     */
    CompletableFuture<Void> publish(RoomId roomId, Supplier<ChatMessage> stamp) {
        if (connection.isBlocked() || !unconfirmed.tryAcquire()) {
            return CompletableFuture.failedFuture(new RefusedException(ErrorCode.BROKER_UNAVAILABLE));
        }
        return channelOf(roomId)
                .publish(roomId, stamp)
                .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .whenComplete((confirmed, failure) -> unconfirmed.release());
    }

    private ConfirmedChannel channelOf(RoomId roomId) {
        return channels.get(Math.floorMod(roomId.hashCode(), channels.size()));
    }
}
