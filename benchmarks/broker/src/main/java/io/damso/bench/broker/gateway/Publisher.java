package io.damso.bench.broker.gateway;

import io.damso.bench.broker.count.Message;
import io.damso.bench.broker.server.Connections;
import io.damso.bench.broker.server.Link;
import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Publishes the messages of one gateway in two legs, each with a connection of its own, on one thread. Thread-safe;
 * only the constructor and {@link #close} block.
 */
final class Publisher implements AutoCloseable {

    private final Link durableLink;
    private final Link liveLink;
    private final LiveLeg live;
    private final List<DurableLeg> durable = new ArrayList<>();
    private final Consumer<List<Message>> kept;
    private final ExecutorService thread;

    /**
     * Opens the connections.
     *
     * @param kept receives the messages of each envelope that the broker has confirmed, on the thread of this publisher
     */
    Publisher(String node, Connections connections, Sizes sizes, Consumer<List<Message>> kept) throws IOException {
        this.kept = kept;
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("publisher-" + node).daemon().factory());
        durableLink = connections.open(node + ".durable");
        liveLink = connections.open(node + ".live");
        live = new LiveLeg(liveLink.channel());
        for (int partition = 0; partition < BrokerTopology.PARTITIONS; partition++) {
            durable.add(new DurableLeg(partition, durableLink.channel(), sizes, new Counting(), this::execute));
        }
    }

    /** Publishes a message; its tally tells the outcome. */
    void send(Message message) {
        message.tally().sent();
        execute(() -> {
            try {
                durable.get(message.room().partition()).send(message);
            } catch (IOException | RuntimeException e) {
                message.tally().refused();
            }
        });
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed: nobody waits for the outcome.
        }
    }

    /** Loses both connections, as if the process was killed. */
    void cut() throws IOException {
        thread.shutdownNow();
        durableLink.cut();
        liveLink.cut();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        durableLink.close();
        liveLink.close();
    }

    private final class Counting implements DurableLeg.Outcomes {

        @Override
        public void kept(SentEnvelope envelope) {
            long now = System.nanoTime();
            try {
                live.publish(envelope);
            } catch (IOException | RuntimeException e) {
                // The messages are missing at the gateways, and are counted there.
            }
            envelope.messages().forEach(message -> message.tally().kept(message, now));
            kept.accept(envelope.messages());
        }

        @Override
        public void refused(Message message) {
            message.tally().refused();
        }
    }
}
