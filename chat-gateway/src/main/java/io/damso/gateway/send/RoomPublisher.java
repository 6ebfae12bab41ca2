package io.damso.gateway.send;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands messages over to RabbitMQ. A message whose future completes is in a durable queue; one whose future fails may be
 * there or not, and sending it again with the same client message id is safe. Messages of one room are published in the
 * order of the calls. Safe for use by many threads.
 */
@Component
final class RoomPublisher implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RoomPublisher.class);
    private static final long LOOK_EVERY_MILLIS = 500;

    private final BrokerConnection connection;
    private final List<ConfirmedChannel> channels;
    private final Semaphore unconfirmed;
    private final long timeoutMillis;
    private final ScheduledExecutorService connector =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("publisher").factory());

    RoomPublisher(SendProperties properties, ConnectionFactory connectionFactory, JsonMapper json, Clock clock) {
        this.connection = new BrokerConnection(connectionFactory, clock);
        this.channels = Stream.generate(() -> new ConfirmedChannel(connection, json))
                .limit(properties.channels())
                .toList();
        this.unconfirmed = new Semaphore(properties.maxUnconfirmed());
        this.timeoutMillis = properties.confirmTimeout().toMillis();
        // Also while nobody sends: readiness tells whether the node could.
        connector.scheduleWithFixedDelay(this::keepConnected, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
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

    /** Returns whether there is a connection to publish over. */
    boolean isConnected() {
        return connection.isOpen();
    }

    private void keepConnected() {
        try {
            connection.ensureOpen();
        } catch (RuntimeException e) {
            LOG.error("Connecting to RabbitMQ failed in an unforeseen way", e); // and must be tried again
        }
    }

    @Override
    public void destroy() {
        connector.shutdownNow();
    }

    private ConfirmedChannel channelOf(RoomId roomId) {
        return channels.get(Math.floorMod(roomId.hashCode(), channels.size()));
    }
}
