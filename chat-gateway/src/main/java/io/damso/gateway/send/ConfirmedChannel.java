package io.damso.gateway.send;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.damso.gateway.RefusedException;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One channel in confirm mode, opened when first needed and again after it broke. Messages are stamped and published
 * under one lock, so the order of ids is the order of publishing. Safe for use by many threads.
 */
final class ConfirmedChannel {

    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedChannel.class);
    private static final int PERSISTENT = 2;
    private static final int LONGEST_WAIT_SECONDS = 5;

    private final Supplier<Connection> connections;
    private final JsonMapper json;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Channel channel;
    private PendingConfirms pending = new PendingConfirms();

    ConfirmedChannel(Supplier<Connection> connections, JsonMapper json) {
        this.connections = connections;
        this.json = json;
    }

    /** Publishes a message to its room; the future completes with the confirm or a {@link RefusedException}. */
    CompletableFuture<Void> publish(RoomId roomId, Supplier<ChatMessage> stamp) {
        if (!lockInTime()) {
            return CompletableFuture.failedFuture(new RefusedException(ErrorCode.BROKER_UNAVAILABLE));
        }
        try {
            Channel open = open();
            ChatMessage message = stamp.get();
            CompletableFuture<Void> confirmed = pending.add(open.getNextPublishSeqNo(), message.id());
            open.basicPublish(
                    BrokerTopology.MESSAGES_EXCHANGE,
                    BrokerTopology.roomRoutingKey(roomId),
                    true,
                    propertiesOf(roomId, message.id(), message.sentAt()),
                    json.writeValueAsBytes(message));
            return confirmed;
        } catch (IOException | AmqpException | ShutdownSignalException e) {
            LOG.debug("Publishing to room {} failed", roomId, e);
            pending.failAll();
            return CompletableFuture.failedFuture(new RefusedException(ErrorCode.BROKER_UNAVAILABLE, e));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            lock.unlock();
        }
    }

    /** A writer may be stuck in a socket that the broker does not read; the others must not wait for ever with it. */
    private boolean lockInTime() {
        try {
            return lock.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Channel open() throws IOException {
        Channel current = channel;
        if (current != null && current.isOpen()) {
            return current;
        }
        Channel opened = connections.get().createChannel();
        if (opened == null) {
            throw new IOException("The broker allows no further channel on this connection");
        }
        PendingConfirms confirms = new PendingConfirms();
        opened.addConfirmListener(confirms::ack, confirms::nack);
        opened.addReturnListener(returned -> {
            LOG.error("A message reached no queue ({}); check the bindings of exchange {}",
                    returned.getReplyText(), BrokerTopology.MESSAGES_EXCHANGE);
            confirms.returned(returned.getProperties().getMessageId());
        });
        opened.addShutdownListener(cause -> confirms.failAll());
        opened.confirmSelect();
        pending = confirms;
        channel = opened;
        return opened;
    }

    private static AMQP.BasicProperties propertiesOf(RoomId roomId, String messageId, Instant sentAt) {
        return new AMQP.BasicProperties.Builder()
                .headers(BrokerTopology.roomHeaders(roomId))
                .messageId(messageId)
                .timestamp(Date.from(sentAt))
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .build();
    }
}
