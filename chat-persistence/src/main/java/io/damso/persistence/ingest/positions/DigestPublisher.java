package io.damso.persistence.ingest.positions;

import io.damso.edge.log.RareLog;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.feeds.Digest;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes digests of the partitions that this process owns, at most once each: the next one repeats what matters. It
 * also looks after the ownership, so that what was stored just before a crash is told although nothing follows.
 */
public final class DigestPublisher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DigestPublisher.class);
    private static final int TICKS_PER_DIGEST = 2;
    private static final Duration LAST_TICK = Duration.ofSeconds(2);
    private static final Duration TICK = Digest.EVERY.dividedBy(TICKS_PER_DIGEST);

    private final RareLog away = new RareLog(LOG);
    private final RareLog failures = new RareLog(LOG);
    private final Positions positions;
    private final RabbitOperations rabbit;
    private final JsonMapper json;
    private final int[] ticksUntilDigest = new int[BrokerTopology.PARTITIONS];
    private @Nullable ScheduledExecutorService timer;

    /** Creates a publisher that is not started. */
    public DigestPublisher(Positions positions, RabbitOperations rabbit, JsonMapper json) {
        this.positions = positions;
        this.rabbit = rabbit;
        this.json = json;
    }

    @Override
    public synchronized void start() {
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("digests").factory());
        timer.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        for (int partition = 0; partition < BrokerTopology.PARTITIONS; partition++) {
            try {
                tick(partition);
            } catch (DataAccessException | AmqpException e) {
                away.warn(
                        "Digests are not published: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).toString());
            } catch (RuntimeException | Error e) { // it would end the timer
                failures.error("A digest failed in an unforeseen way", e);
            }
        }
    }

    /** Looks after the ownership of a partition, and publishes its digest every second time. */
    void tick(int partition) {
        PartitionPositions owned = positions.partitions().get(partition);
        if (!owned.tick()) {
            ticksUntilDigest[partition] = 0;
        } else if (ticksUntilDigest[partition] > 0) {
            ticksUntilDigest[partition]--;
        } else {
            ticksUntilDigest[partition] = TICKS_PER_DIGEST - 1;
            owned.digest().forEach(this::publish);
        }
    }

    private void publish(Digest digest) {
        Message message = MessageBuilder.withBody(json.writeValueAsBytes(digest))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT)
                .build();
        rabbit.send(BrokerTopology.CONTROL_EXCHANGE, BrokerTopology.DIGEST_ROUTING_KEY, message);
    }

    @Override
    public synchronized void stop() {
        if (timer == null) {
            return;
        }
        end(timer);
        timer = null;
        try {
            positions.partitions().forEach(PartitionPositions::release);
        } catch (RuntimeException e) {
            LOG.debug("The next process takes over a little later", e);
        }
    }

    private static void end(ScheduledExecutorService running) {
        running.shutdown();
        try {
            if (!running.awaitTermination(LAST_TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                running.shutdownNow();
            }
        } catch (InterruptedException e) {
            running.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Stops after the consumers of the partitions: a barrier would take what was released. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
