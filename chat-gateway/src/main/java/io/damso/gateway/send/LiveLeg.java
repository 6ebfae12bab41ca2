package io.damso.gateway.send;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.damso.edge.log.RareLog;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * The way of kept messages to the gateways that subscribe to their rooms: transient and unconfirmed, on a connection of
 * its own, so that a slow queue of a gateway delays no durable message. While the broker does not take messages, they
 * wait in order, bounded in bytes and time; then the oldest are dropped and counted. Thread-safe; no method blocks,
 * except {@link #awaitEmpty}.
 */
final class LiveLeg {

    private static final Logger LOG = LoggerFactory.getLogger(LiveLeg.class);
    private static final int TRANSIENT = 1;
    private static final long RETRY_EVERY_MILLIS = 100;

    /** Bound of the messages that wait, in bytes. */
    private static final long MAX_BYTES = 16L << 20;

    /** As long as a message may wait in the queue of a gateway (policy {@code subscriptions}). */
    private static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Supplier<Connection> connections;
    private final SerialExecutor thread;
    private final IntConsumer dropped;
    private final RareLog failures = new RareLog(LOG);
    private final Queue<Outgoing> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable Channel channel; // of the thread

    /**
     * Creates a leg whose channel is opened later.
     *
     * @param connections returns the open connection, or throws an {@link AmqpException}
     * @param thread publishes; may block
     * @param dropped receives numbers of messages that were dropped
     */
    LiveLeg(Supplier<Connection> connections, SerialExecutor thread, IntConsumer dropped) {
        this.connections = connections;
        this.thread = thread;
        this.dropped = dropped;
        thread.every(RETRY_EVERY_MILLIS, this::publishWaiting);
    }

    /** Accepts kept messages. Messages are published in the order of the calls. */
    void publish(List<Outgoing> messages) {
        synchronized (this) {
            for (Outgoing message : messages) {
                waiting.add(message);
                waitingBytes += message.size();
            }
            drop(0);
        }
        thread.execute(this::publishWaiting);
    }

    private void publishWaiting() {
        for (Outgoing next = first(); next != null; next = first()) {
            if (!publish(next)) {
                return;
            }
            remove(next);
        }
    }

    private boolean publish(Outgoing message) {
        try {
            open().basicPublish(
                            BrokerTopology.MESSAGES_EXCHANGE,
                            BrokerTopology.roomRoutingKey(message.roomId()),
                            propertiesOf(message),
                            message.message());
            return true;
        } catch (IOException | AmqpException | ShutdownSignalException e) {
            failures.warn("Messages reach no subscriber until the broker takes them again: {}", e.toString());
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
        channel = opened;
        failures.reset();
        return opened;
    }

    private static AMQP.BasicProperties propertiesOf(Outgoing message) {
        return new AMQP.BasicProperties.Builder()
                .messageId(message.messageId())
                .contentType("application/json")
                .deliveryMode(TRANSIENT)
                .build();
    }

    private synchronized @Nullable Outgoing first() {
        drop(System.nanoTime() - MAX_AGE_NANOS);
        return waiting.peek();
    }

    private synchronized void remove(Outgoing published) {
        if (waiting.peek() == published) { // it may have been dropped meanwhile
            waiting.remove();
            waitingBytes -= published.size();
        }
        if (waiting.isEmpty()) {
            notifyAll();
        }
    }

    /** Drops the oldest messages beyond the bounds. Called with the monitor. */
    private void drop(long acceptedBeforeNanos) {
        int count = 0;
        for (Outgoing oldest = waiting.peek();
                oldest != null
                        && (waitingBytes > MAX_BYTES
                                || acceptedBeforeNanos != 0 && oldest.acceptedAt() - acceptedBeforeNanos < 0);
                oldest = waiting.peek()) {
            waiting.remove();
            waitingBytes -= oldest.size();
            count++;
        }
        if (count > 0) {
            failures.warn("{} messages were not delivered to subscribers; they are in the history", count);
            dropped.accept(count);
        }
    }

    /** Waits until all accepted messages are published or dropped, at most until that time. */
    synchronized void awaitEmpty(long deadlineNanos) throws InterruptedException {
        while (!waiting.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
