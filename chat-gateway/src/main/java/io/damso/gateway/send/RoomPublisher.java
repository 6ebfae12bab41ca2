package io.damso.gateway.send;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.damso.gateway.Guard;
import io.damso.gateway.RefusedException;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes messages to RabbitMQ in two legs: first into the durable queue of the partition, and when that is confirmed
 * to the gateways that subscribe to the room. So nobody receives what is not kept. A message whose future completes is
 * in a durable queue. A message whose future fails may be there or not; a repeat with the same client message id is
 * safe. Futures complete on the thread {@code send-answers}, in the order of the confirms; its queue is bounded by the
 * number of unconfirmed messages. Thread-safe; {@link #publish} blocks only while too many messages are unconfirmed, and
 * {@link #stop} for at most two seconds.
 */
@Component
final class RoomPublisher implements MessagePublisher, SmartLifecycle, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RoomPublisher.class);
    /** Bound of the messages of a partition without an outcome, in bytes. */
    private static final long MAX_BYTES = 16L << 20;

    private static final long CONNECT_EVERY_MILLIS = 500;
    private static final long SWEEPS_PER_TIMEOUT = 10;
    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 250;
    private static final int PHASE = 100;
    private static final long LONGEST_STOP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final BrokerConnection durable;
    private final BrokerConnection live;
    private final JsonMapper json;
    private final SerialExecutor answers =
            new SerialExecutor("send-answers", new Guard(LOG, "An answer to a SEND failed unexpectedly"));
    private final SerialExecutor liveThread = thread("send-live");

    /** One for all partitions: their channels share a connection, so a write that blocks delays all of them anyway. */
    private final SerialExecutor durableThread = thread("send");

    private final LiveLeg liveLeg;
    private final List<PartitionSender> partitions;
    private final ScheduledExecutorService connector = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("publisher").factory());
    private volatile boolean running;

    /**
     * Creates a publisher that connects at once and whenever a connection is lost.
     *
     * @param connections of the two legs
     */
    RoomPublisher(
            SendProperties properties,
            PublishingConnections connections,
            JsonMapper json,
            MeterRegistry meters,
            Clock clock) {
        this.durable = new BrokerConnection(connections.durable(), clock);
        this.live = new BrokerConnection(connections.live(), clock);
        // What a message does not have is not in its JSON.
        this.json = json.rebuild()
                .changeDefaultPropertyInclusion(usual -> usual.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();
        Counter dropped = Counter.builder("damso.send.live.dropped")
                .description("Kept messages that were not delivered to subscribers")
                .register(meters);
        DistributionSummary sizes = DistributionSummary.builder("damso.send.envelope")
                .description("Messages in an envelope")
                .baseUnit("messages")
                .register(meters);
        this.liveLeg = new LiveLeg(this.live, liveThread, dropped::increment);
        SendBounds bounds = new SendBounds(
                properties.maxUnconfirmed(),
                MAX_BYTES,
                properties.waitForPlace().toNanos());
        this.partitions = IntStream.range(0, BrokerTopology.PARTITIONS)
                .mapToObj(partition -> new PartitionSender(
                        new DurableLeg(partition, this.durable, answers),
                        liveLeg::publish,
                        durableThread,
                        bounds,
                        sizes::record))
                .toList();
        // Connects also while no client sends, because the readiness of the node depends on the connections.
        Guard guard = new Guard(LOG, "Connecting to RabbitMQ failed unexpectedly; it is repeated");
        guard.every(connector, 0, CONNECT_EVERY_MILLIS, this.durable::ensureOpen);
        guard.every(connector, 0, CONNECT_EVERY_MILLIS, this.live::ensureOpen);
        long timeoutNanos = properties.confirmTimeout().toNanos();
        long pause = Math.clamp(
                properties.confirmTimeout().toMillis() / SWEEPS_PER_TIMEOUT,
                SHORTEST_PAUSE_MILLIS,
                LONGEST_PAUSE_MILLIS);
        answers.every(pause, () -> partitions.forEach(each -> each.expire(System.nanoTime(), timeoutNanos)));
    }

    private static SerialExecutor thread(String name) {
        return new SerialExecutor(name, new Guard(LOG, "Publishing to RabbitMQ failed unexpectedly"));
    }

    @Override
    public CompletableFuture<Void> publish(RoomId roomId, Supplier<ChatMessage> stamp) {
        if (durable.isBlocked()) {
            return CompletableFuture.failedFuture(new RefusedException(ErrorCode.BROKER_UNAVAILABLE));
        }
        return partitions.get(BrokerTopology.partition(roomId)).send(() -> {
            ChatMessage message = stamp.get();
            return new Outgoing(roomId, message.id(), json.writeValueAsBytes(message));
        });
    }

    /** Returns whether the connections of both legs are open. */
    boolean isConnected() {
        return durable.isOpen() && live.isOpen();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Waits up to two seconds for confirms, so that what is kept is also delivered. */
    @Override
    public void stop() {
        long deadline = System.nanoTime() + LONGEST_STOP_NANOS;
        try {
            for (PartitionSender partition : partitions) {
                partition.awaitEmpty(deadline);
            }
            liveLeg.awaitEmpty(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Below the web server's phases, above the relay's: the lease of the run ends when all is delivered. */
    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Stops the threads. */
    @Override
    public void destroy() {
        connector.shutdownNow();
        Stream.of(durableThread, liveThread, answers).forEach(SerialExecutor::shutdown);
    }
}
