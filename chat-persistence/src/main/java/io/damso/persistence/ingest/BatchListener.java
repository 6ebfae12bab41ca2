package io.damso.persistence.ingest;

import com.rabbitmq.client.Channel;
import io.damso.persistence.ingest.positions.Positions;
import io.damso.persistence.store.StoredBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.ChannelProxy;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;

/**
 * Stores batches of one queue, then answers the barriers in them, then acknowledges them. At least once: messages that
 * were stored but not acknowledged are redelivered, and the store drops them as duplicates. A message that cannot be
 * stored does not block the others.
 *
 * <p>A batch that fails closes its channel, so that it returns to the queue together with what was delivered after it.
 * Otherwise the acknowledgement of the next batch, which is for everything before it, would drop it. Batches of different
 * queues may be stored at the same time.
 */
final class BatchListener implements ChannelAwareBatchMessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(BatchListener.class);

    private final DeliveryReader reader;
    private final FailurePolicy policy;
    private final Positions positions;
    private final IngestMetrics metrics;

    /** Shared by batches that are being stored. */
    private final ReadWriteLock running = new ReentrantReadWriteLock();

    private volatile boolean open = true;

    BatchListener(DeliveryReader reader, FailurePolicy policy, Positions positions, IngestMetrics metrics) {
        this.reader = reader;
        this.policy = policy;
        this.positions = positions;
        this.metrics = metrics;
    }

    @Override
    public void onMessageBatch(List<Message> deliveries, @Nullable Channel channel) {
        if (channel == null) {
            throw new IllegalStateException("The listener container has no channel for acknowledgements");
        }
        boolean done = false;
        running.readLock().lock();
        try {
            if (open) {
                store(deliveries, channel);
                done = true;
            }
        } finally {
            running.readLock().unlock();
            if (!done) {
                close(channel);
            }
        }
    }

    /** Lets batches be stored, which is also the initial state. */
    void open() {
        policy.start();
        open = true;
    }

    /**
     * Lets no further batch be stored, and waits for those that are being stored. One that waits for the store fails at
     * once.
     *
     * @param patience how long to wait at the most
     * @return whether none is being stored any more
     */
    boolean close(Duration patience) {
        open = false;
        policy.stop();
        try {
            boolean finished = running.writeLock().tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (finished) {
                running.writeLock().unlock();
            }
            return finished;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Closes the channel itself. Spring's proxy would cancel the consumer first, or close later. */
    private static void close(Channel channel) {
        try {
            (channel instanceof ChannelProxy proxy ? proxy.getTargetChannel() : channel).abort();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A channel could not be closed", e);
        }
    }

    private void store(List<Message> deliveries, Channel channel) {
        List<Delivery> batch = new ArrayList<>(deliveries.size());
        List<RejectedDelivery> refused = new ArrayList<>();
        List<Message> barriers = new ArrayList<>();
        for (Message delivery : deliveries) {
            if (Positions.isBarrier(delivery)) {
                barriers.add(delivery);
            } else {
                reader.read(delivery, batch, refused);
            }
        }
        MessageProperties last = deliveries.getLast().getMessageProperties();
        String queue = Objects.requireNonNull(last.getConsumerQueue());
        positions.consumedBy(queue, last.getConsumerTag());
        if (!batch.isEmpty()) {
            StoredBatch stored = policy.storeHolding(batch, refused);
            metrics.stored(stored.fresh(), stored.entries().size());
            positions.stored(queue, stored.entries());
        }
        for (RejectedDelivery each : refused) {
            policy.deadLetter(each.message(), each.reason());
            metrics.deadLettered();
        }
        if (!barriers.isEmpty()) {
            policy.holding(() -> positions.answer(queue, barriers));
        }
        acknowledge(deliveries.getLast(), channel);
    }

    private static void acknowledge(Message last, Channel channel) {
        try {
            channel.basicAck(last.getMessageProperties().getDeliveryTag(), true);
        } catch (IOException e) {
            throw new IllegalStateException("The connection was lost before the batch was acknowledged", e);
        }
    }
}
