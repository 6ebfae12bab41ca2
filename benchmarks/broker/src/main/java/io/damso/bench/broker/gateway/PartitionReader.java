package io.damso.bench.broker.gateway;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.damso.bench.broker.server.Connections;
import io.damso.bench.broker.server.Link;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Takes and acknowledges what is in the partition queues, in batches like chat-persistence, but stores nothing. Its own
 * threads do all work.
 */
public final class PartitionReader implements AutoCloseable {

    /** As in chat-persistence. */
    private static final int BATCH = 100;

    private static final int PREFETCH = 2 * BATCH;
    private static final long BATCH_WAIT_MILLIS = 20;

    private final Link link;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    /**
     * Subscribes to all partition queues.
     *
     * @throws BenchmarkException if the broker refuses or the connection is lost
     */
    public PartitionReader(Connections connections) {
        link = connections.open("partitions");
        try {
            for (String queue : BrokerTopology.partitionQueues()) {
                Channel channel = link.channel();
                channel.basicQos(PREFETCH);
                Batch batch = new Batch(channel);
                channel.basicConsume(queue, false, batch);
                timer.scheduleWithFixedDelay(
                        batch::acknowledge, BATCH_WAIT_MILLIS, BATCH_WAIT_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            close();
            throw new BenchmarkException("Cannot consume the partition queues: " + e, e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        link.close();
    }

    /** The deliveries of one queue that are not acknowledged yet. */
    private static final class Batch extends DefaultConsumer {

        private long last;
        private int size;

        Batch(Channel channel) {
            super(channel);
        }

        @Override
        public synchronized void handleDelivery(
                String consumer, Envelope delivery, AMQP.BasicProperties properties, byte[] body) {
            last = delivery.getDeliveryTag();
            if (++size >= BATCH) {
                acknowledge();
            }
        }

        synchronized void acknowledge() {
            if (size == 0) {
                return;
            }
            size = 0;
            try {
                getChannel().basicAck(last, true);
            } catch (IOException | RuntimeException e) {
                // The connection is lost; publishers notice it, too.
            }
        }
    }
}
