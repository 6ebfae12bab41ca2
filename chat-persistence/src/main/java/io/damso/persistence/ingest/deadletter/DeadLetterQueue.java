package io.damso.persistence.ingest.deadletter;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.damso.persistence.ingest.DeliveryReader;
import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the dead letters, oldest first, one at a time. Those that are not removed are back in the queue, at their
 * places, when this is closed or its process dies. For one thread.
 *
 * <p>It consumes instead of using {@code basic.get}, because a quorum queue keeps what a closed channel did not
 * acknowledge in order only within a consumer, and each {@code basic.get} is a consumer of its own. The order is
 * certain while at most {@value #WINDOW} dead letters are held. Each of them counts as one more redelivery: the policy
 * {@code dead-letters} of the definitions raises the queue's limit, with which RabbitMQ 4 would delete after 20.
 */
final class DeadLetterQueue implements AutoCloseable {

    /** Maximum number of deliveries of one consumer that are not acknowledged. */
    static final int WINDOW = 500;

    /** A queue that only one connection can have: two commands at once would each miss what the other holds. */
    private static final String LOCK = "damso.dead-letter.command";

    private static final int ACKNOWLEDGED_TOGETHER = 100;
    private static final long TIMEOUT_SECONDS = 10;
    private static final int ATTEMPTS_TO_SEE_THE_REST = 500;
    private static final long PAUSE_MILLIS = 10;

    private final Connection connection;
    private final Channel channel;
    private final DeliveryReader reader = new DeliveryReader();
    private final BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();
    private final int size;
    private int taken;
    private int removed;
    private int unsent;
    private long unsentUpTo;
    private int consumers;

    /**
     * Opens the queue. The connection must not be used for another one.
     *
     * @throws IOException if the broker refuses, or another connection has opened it
     */
    DeadLetterQueue(Connection connection) throws IOException {
        this.connection = connection;
        this.channel = connection.createChannel();
        lock();
        this.size = count();
    }

    private void lock() throws IOException {
        try {
            channel.queueDeclare(LOCK, false, true, true, Map.of());
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == AMQP.RESOURCE_LOCKED) {
                throw new IOException("Another './damso dlq' works on the dead letters; wait for its end", e);
            }
            throw e;
        }
    }

    private int count() throws IOException {
        int ready = ready(channel);
        if (ready > 0) {
            return ready;
        }
        // RabbitMQ says 0 as well if the queue does not answer it within 250 ms.
        GetResponse first = channel.basicGet(BrokerTopology.DEAD_LETTER_QUEUE, false);
        if (first == null) {
            return 0;
        }
        channel.basicNack(first.getEnvelope().getDeliveryTag(), false, true);
        return first.getMessageCount() + 1;
    }

    private static int ready(Channel channel) throws IOException {
        return channel.queueDeclarePassive(BrokerTopology.DEAD_LETTER_QUEUE).getMessageCount();
    }

    /** Returns how many dead letters there were at the beginning; later ones are not taken. */
    int size() {
        return size;
    }

    /**
     * Takes the next dead letter.
     *
     * @return null after the last one
     * @throws IOException if the broker delivers nothing for {@value #TIMEOUT_SECONDS} seconds
     */
    @Nullable
    DeadLetter next() throws IOException {
        if (taken == size) {
            return null;
        }
        if (taken - removed + unsent == consumers * WINDOW) {
            sendAcknowledgement();
        }
        if (taken - removed == consumers * WINDOW) {
            consume();
        }
        Delivery delivery = poll();
        taken++;
        return DeadLetter.of(delivery, reader);
    }

    /** Begins to consume, or adds another consumer when the present ones hold all that they may. */
    private void consume() throws IOException {
        consumers++;
        channel.basicQos(WINDOW);
        channel.basicConsume(
                BrokerTopology.DEAD_LETTER_QUEUE,
                false,
                "letters-%04d".formatted(consumers),
                (tag, delivery) -> inbox.add(delivery),
                tag -> {});
    }

    private Delivery poll() throws IOException {
        try {
            Delivery delivery = inbox.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (delivery == null) {
                throw new IOException("RabbitMQ delivered only " + taken + " of " + size
                        + " dead letters; another program may hold the others");
            }
            return delivery;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /**
     * Removes the dead letter that was taken last. As long as none is held, many are acknowledged together: RabbitMQ
     * delays acknowledgements of a quorum queue from the 33rd on that it has not processed, and forgets delayed ones
     * when the channel is closed.
     */
    void remove(DeadLetter letter) throws IOException {
        removed++;
        if (removed < taken) {
            channel.basicAck(letter.deliveryTag(), false);
            return;
        }
        unsent++;
        unsentUpTo = letter.deliveryTag();
        if (unsent == ACKNOWLEDGED_TOGETHER) {
            sendAcknowledgement();
        }
    }

    private void sendAcknowledgement() throws IOException {
        if (unsent > 0) {
            channel.basicAck(unsentUpTo, true);
            unsent = 0;
        }
    }

    /** Returns the others to the queue, and waits until they are there, so that the next command finds them. */
    @Override
    public void close() throws IOException {
        try {
            sendAcknowledgement();
            channel.close();
            try (Channel another = connection.createChannel()) {
                for (int i = 0; i < ATTEMPTS_TO_SEE_THE_REST && ready(another) < size - removed; i++) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (TimeoutException | ShutdownSignalException e) {
            throw new IOException("The connection to RabbitMQ was lost; what was not removed is in the queue again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
