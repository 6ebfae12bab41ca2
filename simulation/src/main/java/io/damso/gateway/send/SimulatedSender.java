package io.damso.gateway.send;

import com.rabbitmq.client.Connection;
import io.damso.protocol.RoomId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What {@link RoomPublisher} makes of a partition, without its threads. Not thread-safe. */
public final class SimulatedSender {

    /** More is not accepted, so that a place that is never freed shows. */
    private static final int MOST_UNCONFIRMED = 8;

    private static final long MOST_BYTES = 1L << 20;
    private static final int MOST_ROOMS = 2;
    private static final long CONFIRM_TIMEOUT = TimeUnit.SECONDS.toNanos(10);

    private final PartitionSender sender;
    private final LiveLeg live;
    private final LongSupplier nanoTime;

    /**
     * Creates a sender.
     *
     * @param durable connection of the durable leg
     * @param live connection of the live leg
     * @param origins names of channels
     * @param thread runs one task at a time
     */
    public SimulatedSender(
            Supplier<Connection> durable,
            Supplier<Connection> live,
            Supplier<String> origins,
            Executor thread,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.live = new LiveLeg(live, thread, dropped -> {}, nanoTime);
        EntryNumbers numbers = new EntryNumbers(MOST_ROOMS, origins);
        this.sender = new PartitionSender(
                new DurableLeg(0, durable, thread, numbers, nanoTime),
                this.live::publish,
                thread,
                new SendBounds(MOST_UNCONFIRMED, MOST_BYTES, 0),
                size -> {});
    }

    /** Sends a message, as {@link PartitionSender#send}. */
    public CompletableFuture<Void> send(RoomId room, String id, byte[] message) {
        return sender.send(() -> new Outgoing(room, id, message, nanoTime.getAsLong(), new CompletableFuture<>()));
    }

    /** Does what timers do. */
    public void tick() {
        sender.expire(nanoTime.getAsLong(), CONFIRM_TIMEOUT);
        live.publishWaiting();
    }
}
