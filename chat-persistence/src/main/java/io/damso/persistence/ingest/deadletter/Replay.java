package io.damso.persistence.ingest.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.protocol.envelope.Previous;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes messages of dead letters into their partitions, as a gateway does: envelopes of one, under an origin of
 * this replay. They are stored at least once; the store drops what it has. Subscribers do not receive them. For one
 * thread.
 */
final class Replay implements AutoCloseable {

    private static final int ORIGIN_BYTES = 12;
    private static final long CONFIRM_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(10);
    private static final int PERSISTENT = 2;

    private final Channel channel;
    private final String origin;
    private long published;

    /** Set by the reader of the connection, which reads a return before the confirm of the same message. */
    private volatile boolean returned;

    /** Begins a replay. */
    Replay(Connection connection) throws IOException {
        byte[] random = new byte[ORIGIN_BYTES];
        new SecureRandom().nextBytes(random);
        this.origin = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        this.channel = connection.createChannel();
        channel.addReturnListener(unroutable -> returned = true);
        channel.confirmSelect();
    }

    /**
     * Publishes the messages of one dead letter and waits until the broker has confirmed all of them, at most 10 s.
     *
     * @return whether all of them are in their partitions; if not, some may be
     * @throws IOException if the connection is lost
     */
    boolean publish(List<Entry> entries) throws IOException {
        returned = false;
        for (Entry entry : entries) {
            published++;
            // What the origin published in a room before is not stated: nobody watches a replay for gaps.
            Entry alone = new Entry(entry.roomId(), entry.messageId(), new Previous.Forgotten(), entry.message());
            channel.basicPublish(
                    BrokerTopology.ENVELOPES_EXCHANGE,
                    Integer.toString(BrokerTopology.partition(entry.roomId())),
                    true,
                    new BasicProperties.Builder()
                            .contentType(EnvelopeCodec.CONTENT_TYPE)
                            .deliveryMode(PERSISTENT)
                            .messageId(origin + "-" + published)
                            .build(),
                    EnvelopeCodec.write(new Envelope(origin, published, List.of(alone))));
        }
        try {
            return channel.waitForConfirms(CONFIRM_TIMEOUT_MILLIS) && !returned;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (TimeoutException e) {
            throw new IOException("The connection to RabbitMQ was lost", e);
        }
    }
}
