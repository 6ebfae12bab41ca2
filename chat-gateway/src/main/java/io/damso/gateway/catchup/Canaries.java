package io.damso.gateway.catchup;

import io.damso.edge.log.RareLog;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.feeds.BarrierQuestion;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.amqp.core.AmqpMessageReturnedException;

/**
 * Barriers without rooms. They take the way of messages, so they show that a partition has lost its binding or its
 * queue before a user does. Thread-safe.
 */
final class Canaries {

    /** What became of the last canary of a partition. */
    enum Fate {
        /** None was sent yet. */
        UNKNOWN,
        /** Persistence answered. */
        ANSWERED,
        /** Nobody answered in time: persistence or the store is away, and messages wait in the queue. */
        UNANSWERED,
        /** RabbitMQ returned it: the partition has no queue, so messages of its rooms cannot be kept. */
        UNROUTABLE
    }

    private static final Logger LOG = LoggerFactory.getLogger(Canaries.class);
    private static final BarrierQuestion CANARY = new BarrierQuestion(List.of());

    private final StoredRooms stored;
    private final Executor executor;
    private final AtomicReferenceArray<Fate> fates = new AtomicReferenceArray<>(BrokerTopology.PARTITIONS);
    private final RareLog unroutable = new RareLog(LOG);
    private final RareLog failures = new RareLog(LOG);

    /**
     * Creates the canaries, of which none was sent.
     *
     * @param executor runs one task for each partition at the same time, which blocks until the canary has its fate
     */
    Canaries(StoredRooms stored, Executor executor) {
        this.stored = stored;
        this.executor = executor;
        for (int partition = 0; partition < fates.length(); partition++) {
            fates.set(partition, Fate.UNKNOWN);
        }
    }

    /** Sends one to each partition. Does not wait. */
    void send() {
        for (int partition = 0; partition < fates.length(); partition++) {
            int each = partition;
            executor.execute(() -> send(each));
        }
    }

    private void send(int partition) {
        try {
            stored.barrier(partition, CANARY);
            fates.set(partition, Fate.ANSWERED);
        } catch (AmqpMessageReturnedException e) {
            fates.set(partition, Fate.UNROUTABLE);
            unroutable.error(
                    "RabbitMQ has no queue for partition " + partition + ". Messages of its rooms are refused. Import"
                            + " deploy/rabbitmq/definitions.json again",
                    e);
        } catch (AmqpTimeoutException e) {
            fates.set(partition, Fate.UNANSWERED);
        } catch (RuntimeException e) {
            // Nothing is known: the connection to the broker is lost, which has a sign of its own.
            failures.warn("The way to partition {} could not be tested: {}", partition, e.toString());
        }
    }

    /** Returns the number of partitions whose last canary had a fate. */
    int count(Fate fate) {
        return (int) IntStream.range(0, fates.length())
                .filter(partition -> fates.get(partition) == fate)
                .count();
    }
}
