package io.damso.gateway.send;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.damso.edge.log.RareLog;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * The way of one partition's messages into its durable queue: an AMQP channel in confirm mode, opened on the first use
 * and again after a failure. Only the durable queue is bound there, so "confirmed and not returned" means kept, and no
 * slow queue of a gateway delays a confirm. Confined to one thread, except {@link #expire}; it may block in a write to
 * a socket that the broker does not read.
 */
final class DurableLeg {

    private static final Logger LOG = LoggerFactory.getLogger(DurableLeg.class);
    private static final int PERSISTENT = 2;
    private static final int MAX_ROOMS = 10_000;

    /**
     * Time after which a channel is replaced whose messages the broker refuses. RabbitMQ notes for each channel which
     * node leads a queue; if that node had just failed, a channel may be refused until the node is back, and a new one
     * is not.
     */
    private static final long AFTER_NACK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int partition;
    private final Supplier<Connection> connections;
    private final Executor answers;
    private final EntryNumbers numbers;
    private final LongSupplier nanoTime;
    private final RareLog failures = new RareLog(LOG);
    private @Nullable Channel channel;
    private long openedAt;
    private volatile UnconfirmedEnvelopes unconfirmed;

    /**
     * Creates a leg whose channel is opened later.
     *
     * @param connections returns the open connection, or throws an {@link AmqpException}
     * @param answers tells the outcomes of envelopes, in the order of submission
     */
    DurableLeg(int partition, Supplier<Connection> connections, Executor answers) {
        this(partition, connections, answers, new EntryNumbers(MAX_ROOMS), System::nanoTime);
    }

    /**
     * Creates a leg whose channel is opened later.
     *
     * @param nanoTime the clock of {@link #expire} and {@link #replaceSilentChannel}
     */
    DurableLeg(
            int partition,
            Supplier<Connection> connections,
            Executor answers,
            EntryNumbers numbers,
            LongSupplier nanoTime) {
        this.partition = partition;
        this.connections = connections;
        this.answers = answers;
        this.numbers = numbers;
        this.nanoTime = nanoTime;
        this.unconfirmed = new UnconfirmedEnvelopes(answers);
    }

    /** Publishes an envelope. Its outcome is told on the executor; also the failure to publish it. */
    void publish(SentEnvelope sent) {
        try {
            Channel open = open();
            Envelope envelope = numbers.envelope(sent.messages());
            String name = envelope.origin() + "-" + envelope.first();
            byte[] body = EnvelopeCodec.write(envelope);
            long now = nanoTime.getAsLong();
            sent.write(body, now);
            unconfirmed.add(open.getNextPublishSeqNo(), name, sent, now);
            open.basicPublish(
                    BrokerTopology.ENVELOPES_EXCHANGE, Integer.toString(partition), true, propertiesOf(name), body);
        } catch (IOException | AmqpException | ShutdownSignalException e) {
            failures.warn("SENDs are refused: publishing failed: {}", e.toString());
            lose(sent);
        } catch (RuntimeException | Error e) {
            failures.error("SENDs are refused: publishing failed unexpectedly", e);
            lose(sent);
        }
    }

    /** Loses the channel as well: the envelopes on it may have been written in part. */
    private void lose(SentEnvelope sent) {
        Channel broken = channel;
        channel = null;
        if (broken != null) {
            abort(broken);
            unconfirmed.loseAll();
        }
        answers.execute(() -> {
            if (sent.outcome() == SentEnvelope.Outcome.UNKNOWN) {
                sent.lost();
            }
        });
    }

    /**
     * Tells envelopes that were published before that time that they are late. Called on any one thread, because the
     * thread of the leg may be blocked.
     */
    void expire(long publishedBeforeNanos) {
        unconfirmed.expire(publishedBeforeNanos);
    }

    /** Replaces the channel if an envelope that was published before that time is unconfirmed. */
    void replaceSilentChannel(long publishedBeforeNanos) {
        if (unconfirmed.isOlderThan(publishedBeforeNanos)) {
            Channel silent = channel;
            channel = null;
            if (silent != null) {
                failures.warn("The broker does not confirm; a channel is replaced");
                abort(silent);
            }
            unconfirmed.loseAll();
        }
    }

    private static void abort(Channel channel) {
        try {
            channel.abort();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A channel could not be closed", e);
        }
    }

    private Channel open() throws IOException {
        Channel current = channel;
        if (current != null && current.isOpen()) {
            if (!unconfirmed.isRefused() || nanoTime.getAsLong() - openedAt < AFTER_NACK_NANOS) {
                return current;
            }
            abort(current);
        }
        unconfirmed.loseAll(); // those of a channel that closed without a notice
        Channel opened = connections.get().createChannel();
        if (opened == null) {
            throw new IOException("The broker allows no further channel on this connection");
        }
        UnconfirmedEnvelopes confirms = new UnconfirmedEnvelopes(answers);
        opened.addConfirmListener(confirms::ack, (sequence, multiple) -> {
            failures.warn("SENDs are refused: the broker sent basic.nack; its log tells the reason");
            confirms.nack(sequence, multiple);
        });
        opened.addReturnListener(returned -> {
            failures.warn(
                    "SENDs are refused: an envelope reached no queue ({}); check the bindings of exchange {}",
                    returned.getReplyText(),
                    BrokerTopology.ENVELOPES_EXCHANGE);
            confirms.returned(returned.getProperties().getMessageId());
        });
        opened.addShutdownListener(cause -> {
            if (!cause.isInitiatedByApplication()) {
                failures.warn("SENDs are refused: a channel to the broker was closed: {}", cause.toString());
            }
            confirms.loseAll();
        });
        opened.confirmSelect();
        numbers.begin();
        unconfirmed = confirms;
        channel = opened;
        openedAt = nanoTime.getAsLong();
        return opened;
    }

    private static AMQP.BasicProperties propertiesOf(String name) {
        return new AMQP.BasicProperties.Builder()
                .messageId(name)
                .contentType(EnvelopeCodec.CONTENT_TYPE)
                .deliveryMode(PERSISTENT)
                .build();
    }
}
