package io.damso.bench.broker;

import io.damso.bench.broker.count.Message;
import io.damso.bench.broker.count.Phases;
import io.damso.bench.broker.count.Room;
import io.damso.bench.broker.gateway.Gateway;
import io.damso.bench.broker.gateway.PartitionReader;
import io.damso.bench.broker.gateway.Sizes;
import io.damso.bench.broker.server.Connections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Four gateways, and the reader of the partition queues. */
final class Fleet implements AutoCloseable {

    static final int GATEWAYS = 4;

    private final Phases phases;
    private final List<Gateway> gateways;
    private final PartitionReader reader;

    /** Creates gateways that have no rooms yet. */
    Fleet(Connections connections, Phases phases) {
        this.phases = phases;
        this.gateways = IntStream.range(0, GATEWAYS)
                .mapToObj(number -> new Gateway(number, connections, phases))
                .toList();
        this.reader = new PartitionReader(connections);
    }

    Gateway gateway(int number) {
        return gateways.get(number);
    }

    List<Gateway> gateways() {
        return gateways;
    }

    /** Opens the publishing connections of all gateways, in place of earlier ones. */
    void publishIn(Sizes sizes, Consumer<List<Message>> kept) {
        gateways.forEach(gateway -> gateway.publishIn(sizes, kept));
    }

    /** Sends a message of the current phase. */
    void send(Room room, int sender, long dueAt) {
        gateways.get(sender).send(new Message(room, sender, dueAt, phases.current()));
    }

    @Override
    public void close() {
        gateways.forEach(Gateway::close);
        reader.close();
    }
}
