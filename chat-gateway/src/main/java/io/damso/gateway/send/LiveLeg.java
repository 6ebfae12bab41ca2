package io.damso.gateway.send;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.damso.edge.log.RareLog;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
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

    /**
     * Since the message was published to be kept. With the time in the queue of a gateway (60 s), shorter than what
     * answers to barriers name origins for ({@link io.damso.protocol.feeds.RoomState#ORIGINS_FOR}). The confirm is no
     * begin: a gateway that was paused may read it minutes after the message was stored.
     */
    private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Supplier<Connection> connections;
    private final Executor thread;
    private final LongSupplier nanoTime;
    private final IntConsumer dropped;
    private final RareLog failures = new RareLog(LOG);
    private final Queue<LiveEnvelope> waiting = new ArrayDeque<>();
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
        this(connections, thread, dropped, System::nanoTime);
        thread.every(RETRY_EVERY_MILLIS, this::publishWaiting);
    }

    /** Creates a leg that tries again only when {@link #publishWaiting} is called on its thread. */
    LiveLeg(Supplier<Connection> connections, Executor thread, IntConsumer dropped, LongSupplier nanoTime) {
        this.connections = connections;
        this.thread = thread;
        this.dropped = dropped;
        this.nanoTime = nanoTime;
    }

    /** Accepts an envelope that is kept. Envelopes are published in the order of the calls. */
    void publish(SentEnvelope kept) {
        LiveEnvelope envelope = LiveEnvelope.of(kept);
        synchronized (this) {
            waiting.add(envelope);
            waitingBytes += envelope.bytes().length;
            drop(0);
        }
        thread.execute(this::publishWaiting);
    }

    /** Publishes what waits, until the broker does not take it. */
    void publishWaiting() {
        for (LiveEnvelope next = first(); next != null; next = first()) {
            if (!publish(next)) {
                return;
            }
            remove(next);
        }
    }

    private boolean publish(LiveEnvelope envelope) {
        try {
            open().basicPublish(
                            BrokerTopology.LIVE_EXCHANGE,
                            envelope.routingKey(),
                            propertiesOf(envelope),
                            envelope.bytes());
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

    /** RabbitMQ guide "Sender-selected Distribution": a queue gets the message once, however many keys match. */
    private static AMQP.BasicProperties propertiesOf(LiveEnvelope envelope) {
        AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder()
                .contentType(EnvelopeCodec.CONTENT_TYPE)
                .deliveryMode(TRANSIENT);
        if (!envelope.furtherKeys().isEmpty()) {
            properties.headers(Map.of("CC", envelope.furtherKeys()));
        }
        return properties.build();
    }

    private synchronized @Nullable LiveEnvelope first() {
        drop(nanoTime.getAsLong() - MAX_AGE_NANOS);
        return waiting.peek();
    }

    private synchronized void remove(LiveEnvelope published) {
        if (waiting.peek() == published) { // it may have been dropped meanwhile
            waiting.remove();
            waitingBytes -= published.bytes().length;
        }
        if (waiting.isEmpty()) {
            notifyAll();
        }
    }

    /** Drops the oldest messages beyond the bounds. Called with the monitor. */
    private void drop(long publishedBeforeNanos) {
        int count = 0;
        for (LiveEnvelope oldest = waiting.peek();
                oldest != null
                        && (waitingBytes > MAX_BYTES
                                || publishedBeforeNanos != 0 && oldest.publishedAt() - publishedBeforeNanos < 0);
                oldest = waiting.peek()) {
            waiting.remove();
            waitingBytes -= oldest.bytes().length;
            count += oldest.messages();
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

    /**
     * An envelope that is kept.
     *
     * @param routingKey that of its first room
     * @param furtherKeys those of its other rooms, at most {@link io.damso.protocol.envelope.Envelope#MAX_ENTRIES} - 1
     * @param messages number of its messages
     * @param publishedAt as {@link System#nanoTime}
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record LiveEnvelope(
            byte[] bytes, String routingKey, List<String> furtherKeys, int messages, long publishedAt) {

        static LiveEnvelope of(SentEnvelope kept) {
            List<RoomId> rooms = kept.rooms();
            return new LiveEnvelope(
                    kept.bytes(),
                    BrokerTopology.roomRoutingKey(rooms.getFirst()),
                    rooms.stream().skip(1).map(BrokerTopology::roomRoutingKey).toList(),
                    kept.messages().size(),
                    kept.publishedAt());
        }
    }
}
