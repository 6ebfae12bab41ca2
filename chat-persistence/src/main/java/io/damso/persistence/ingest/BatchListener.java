package io.damso.persistence.ingest;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;

/**
 * Stores batches of one queue, then acknowledges them. At least once: messages that were stored but not acknowledged
 * are redelivered, and the store drops them as duplicates. A message that cannot be stored does not block the others.
 */
final class BatchListener implements ChannelAwareBatchMessageListener {

    private final DeliveryReader reader;
    private final FailurePolicy policy;
    private final IngestMetrics metrics;

    BatchListener(DeliveryReader reader, FailurePolicy policy, IngestMetrics metrics) {
        this.reader = reader;
        this.policy = policy;
        this.metrics = metrics;
    }

    @Override
    public void onMessageBatch(List<Message> deliveries, @Nullable Channel channel) {
        if (channel == null) {
            throw new IllegalStateException("The listener container has no channel for acknowledgements");
        }
        List<Delivery> batch = new ArrayList<>(deliveries.size());
        List<RejectedDelivery> refused = new ArrayList<>();
        for (Message delivery : deliveries) {
            reader.read(delivery, batch, refused);
        }
        if (!batch.isEmpty()) {
            int unreadable = refused.size();
            int fresh = policy.storeHolding(batch, refused).fresh();
            metrics.stored(fresh, batch.size() - (refused.size() - unreadable));
        }
        for (RejectedDelivery each : refused) {
            policy.deadLetter(each.message(), each.reason());
            metrics.deadLettered();
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
