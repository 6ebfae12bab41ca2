package io.damso.gateway.relay;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.damso.gateway.SerialExecutor;
import io.damso.gateway.relay.Beacon.Outcome;
import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/** Publishes beacons over AMQP and waits for their confirms. Thread-safe. */
final class BeaconPublisher implements Beacon.Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(BeaconPublisher.class);
    private static final long CONFIRM_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private static final int TRANSIENT = 1;

    private static final AMQP.BasicProperties PROPERTIES = new AMQP.BasicProperties.Builder()
            .contentType(Beacon.CONTENT_TYPE)
            .deliveryMode(TRANSIENT)
            .build();

    private final String node;
    private final Supplier<Connection> connections;
    private final SerialExecutor thread;
    private final Executor relayThread;
    private @Nullable Channel channel; // of the thread
    private volatile boolean returned;

    /**
     * Creates a publisher whose channel is opened with the first beacon.
     *
     * @param connections returns an open connection, or throws an {@link AmqpException}
     * @param thread waits for confirms
     * @param relayThread receives the outcomes
     */
    BeaconPublisher(String node, Supplier<Connection> connections, SerialExecutor thread, Executor relayThread) {
        this.node = node;
        this.connections = connections;
        this.thread = thread;
        this.relayThread = relayThread;
    }

    @Override
    public void publish(String run, byte[] body, Consumer<Outcome> outcome) {
        thread.execute(() -> {
            Outcome known = publish(run, body);
            relayThread.execute(() -> outcome.accept(known));
        });
    }

    private Outcome publish(String run, byte[] body) {
        try {
            Channel open = open();
            returned = false;
            open.basicPublish(
                    BrokerTopology.LIVE_EXCHANGE, BrokerTopology.beaconRoutingKey(node, run), true, PROPERTIES, body);
            if (open.waitForConfirms(CONFIRM_MILLIS)) {
                return returned ? Outcome.RETURNED : Outcome.CONFIRMED;
            }
        } catch (IOException | AmqpException | ShutdownSignalException | TimeoutException e) {
            LOG.debug("A beacon was not confirmed", e);
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Outcome.UNKNOWN;
    }

    private Channel open() throws IOException {
        Channel current = channel;
        if (current != null && current.isOpen()) {
            return current;
        }
        Channel opened = connections.get().createChannel();
        if (opened == null) {
            throw new IOException("The broker allows no further channel on this connection");
        }
        opened.confirmSelect();
        // RabbitMQ returns a message before it confirms it.
        opened.addReturnListener(message -> returned = true);
        channel = opened;
        return opened;
    }

    private void close() {
        Channel broken = channel;
        channel = null;
        if (broken != null) {
            try {
                broken.abort();
            } catch (IOException | RuntimeException e) {
                LOG.debug("A channel could not be closed", e);
            }
        }
    }

    @Override
    public void shutdown() {
        thread.shutdown();
    }
}
