package io.damso.persistence.ingest;

import com.rabbitmq.client.Channel;
import io.damso.protocol.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;

/**
 * Writes batches of one queue, then acknowledges. At least once: what was stored but not acknowledged comes again and
 * is dropped by the store. One invalid message does not hold up its neighbours.
 */
final class BatchListener implements ChannelAwareBatchMessageListener {

    private final MessageReader reader;
    private final FailurePolicy policy;
    private final IngestMetrics metrics;

    BatchListener(MessageReader reader, FailurePolicy policy, IngestMetrics metrics) {
        this.reader = reader;
        this.policy = policy;
        this.metrics = metrics;
    }

    @Override
    public void onMessageBatch(List<Message> deliveries, @Nullable Channel channel) {
        if (channel == null) {
            throw new IllegalStateException("Container gives no channel to acknowledge on");
        }
        List<ChatMessage> messages = new ArrayList<>(deliveries.size());
        List<Invalid> invalid = new ArrayList<>();
        for (Message delivery : deliveries) {
            try {
                messages.add(reader.read(delivery.getBody()));
            } catch (InvalidMessageException e) {
                invalid.add(new Invalid(delivery, String.valueOf(e.getMessage())));
            }
        }
        if (!messages.isEmpty()) {
            metrics.stored(policy.storeHolding(messages), messages.size());
        }
        try {
            acknowledge(deliveries, putAside(invalid, channel), channel);
        } catch (IOException e) {
            throw new IllegalStateException("Broker was lost before the batch was acknowledged", e);
        }
    }

    /** Returns those that were rejected, and so must not be acknowledged. */
    private List<Message> putAside(List<Invalid> invalid, Channel channel) throws IOException {
        List<Message> rejected = new ArrayList<>();
        for (Invalid each : invalid) {
            metrics.deadLettered();
            if (!policy.putAside(each.delivery(), each.reason(), channel)) {
                rejected.add(each.delivery());
            }
        }
        return rejected;
    }

    private static void acknowledge(List<Message> deliveries, List<Message> rejected, Channel channel)
            throws IOException {
        for (Message delivery : deliveries.reversed()) {
            if (!rejected.contains(delivery)) {
                channel.basicAck(delivery.getMessageProperties().getDeliveryTag(), true);
                return;
            }
        }
    }

    private record Invalid(Message delivery, String reason) {}
}
