package io.damso.bench.broker.gateway;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DeliverCallback;
import io.damso.bench.broker.server.Connections;
import io.damso.bench.broker.server.Link;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive queue of a run and its consumer. Over AMQP; the product's gateways use STOMP, which the broker
 * translates. Used by one thread at a time.
 */
final class NodeQueue implements AutoCloseable {

    private final Run run;
    private final Connections connections;
    private final Consumer<byte[]> envelopes;
    private int opening;
    private @Nullable Link link;

    /**
     * Creates a queue that is not subscribed yet.
     *
     * @param envelopes receives what arrives, in order, on a thread of the connection
     */
    NodeQueue(Run run, Connections connections, Consumer<byte[]> envelopes) {
        this.run = run;
        this.connections = connections;
        this.envelopes = envelopes;
    }

    /** Subscribes with a new connection and a new queue on the run's exchange. Returns after the broker's answer. */
    void subscribe() throws IOException {
        Link opened = connections.open(run.node());
        link = opened;
        Channel channel = opened.channel();
        String queue = run.queue(++opening);
        channel.queueDeclare(queue, false, true, true, null);
        channel.queueBind(queue, run.exchange(), "");
        DeliverCallback deliver = (consumer, delivery) -> envelopes.accept(delivery.getBody());
        channel.basicConsume(queue, true, deliver, consumer -> {});
    }

    /** Loses the connection, as if the process was killed. */
    void cut() throws IOException {
        Link open = link;
        if (open != null) {
            open.cut();
        }
    }

    @Override
    public void close() {
        Link open = link;
        if (open != null) {
            open.close();
        }
    }
}
