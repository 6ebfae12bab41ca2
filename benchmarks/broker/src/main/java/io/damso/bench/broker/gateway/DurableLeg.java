package io.damso.bench.broker.gateway;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.damso.bench.broker.count.Message;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;

/**
 * The way of one partition's messages into its durable queue, as chat-gateway's {@code PartitionSender} and
 * {@code DurableLeg}: gathered into envelopes, published with confirm and mandatory, and told in the order of
 * publishing. Confined to the thread of its gateway.
 */
final class DurableLeg {

    private static final int PERSISTENT = 2;

    /** As chat-gateway's {@code damso.gateway.send.max-unconfirmed}; further messages are refused. */
    private static final int MAX_GATHERED = 5_000;

    private final int partition;
    private final Channel channel;
    private final Sizes sizes;
    private final Outcomes outcomes;
    private final Packing packing = new Packing();
    private final Deque<Message> gathered = new ArrayDeque<>();
    private final Deque<SentEnvelope> inFlight = new ArrayDeque<>();
    private final TreeSet<Long> confirmed = new TreeSet<>();

    /** Told on the thread of the gateway. */
    interface Outcomes {

        /** The broker has the envelope. */
        void kept(SentEnvelope envelope);

        /** The broker does not have the message. */
        void refused(Message message);
    }

    /**
     * Opens a leg.
     *
     * @param channel used by this leg only
     * @param thread the thread of the gateway
     */
    DurableLeg(int partition, Channel channel, Sizes sizes, Outcomes outcomes, Executor thread) throws IOException {
        this.partition = partition;
        this.channel = channel;
        this.sizes = sizes;
        this.outcomes = outcomes;
        channel.addConfirmListener(
                (sequence, multiple) -> thread.execute(() -> confirm(sequence, multiple)),
                (sequence, multiple) -> thread.execute(() -> refuse(sequence, multiple)));
        // "Returned" comes before the confirm (RabbitMQ guide "Publisher Confirms"), and says that a binding is
        // missing.
        channel.addReturnListener(returned -> thread.execute(this::refuseAll));
        channel.confirmSelect();
    }

    void send(Message message) throws IOException {
        if (gathered.size() >= MAX_GATHERED) {
            outcomes.refused(message);
            return;
        }
        gathered.add(message);
        publishGathered();
    }

    private void publishGathered() throws IOException {
        while (inFlight.size() < Sizes.IN_FLIGHT && gathered.size() >= leastMessages()) {
            List<Message> messages = new ArrayList<>();
            while (!gathered.isEmpty() && messages.size() < sizes.most()) {
                messages.add(gathered.remove());
            }
            publish(messages);
        }
    }

    private int leastMessages() {
        return inFlight.isEmpty() ? sizes.least() : sizes.leastBehind();
    }

    private void publish(List<Message> messages) throws IOException {
        messages.getFirst().tally().envelope();
        SentEnvelope sent = new SentEnvelope(channel.getNextPublishSeqNo(), messages, packing.pack(messages));
        inFlight.add(sent);
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .messageId("bench-" + partition + "-" + sent.sequence())
                .contentType(EnvelopeCodec.CONTENT_TYPE)
                .deliveryMode(PERSISTENT)
                .build();
        channel.basicPublish(
                BrokerTopology.ENVELOPES_EXCHANGE, Integer.toString(partition), true, properties, sent.bytes());
    }

    private void confirm(long sequence, boolean multiple) {
        for (SentEnvelope sent : inFlight) {
            if (sent.sequence() == sequence || multiple && sent.sequence() < sequence) {
                confirmed.add(sent.sequence());
            }
        }
        for (SentEnvelope first = inFlight.peek();
                first != null && confirmed.remove(first.sequence());
                first = inFlight.peek()) {
            inFlight.remove();
            outcomes.kept(first);
        }
        resume();
    }

    private void refuse(long sequence, boolean multiple) {
        inFlight.removeIf(sent -> {
            boolean affected = sent.sequence() == sequence || multiple && sent.sequence() < sequence;
            if (affected) {
                sent.messages().forEach(outcomes::refused);
            }
            return affected;
        });
        resume();
    }

    private void refuseAll() {
        refuse(Long.MAX_VALUE, true);
    }

    private void resume() {
        try {
            publishGathered();
        } catch (IOException | RuntimeException e) {
            // The channel is gone, and this leg with it.
            refuseAll();
            gathered.forEach(outcomes::refused);
            gathered.clear();
        }
    }
}
