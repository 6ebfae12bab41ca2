package io.damso.bench.broker.gateway;

import io.damso.bench.broker.count.Message;
import io.damso.bench.broker.count.Phases;
import io.damso.bench.broker.count.Room;
import io.damso.bench.broker.server.Connections;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.DamagedEnvelopeException;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway does at the broker. All but {@link #send} is called by one thread at a time.
 */
public final class Gateway implements AutoCloseable {

    private static final int RUN_DIGITS = 10;

    private final int number;
    private final Run run;
    private final Connections connections;
    private final Phases phases;
    private final Interest interest;
    private final NodeQueue queue;
    private @Nullable Publisher publisher;
    private volatile Set<RoomId> rooms = Set.of();

    /**
     * Creates a gateway without exchange and connections.
     *
     * @param number 0 or more
     */
    public Gateway(int number, Connections connections, Phases phases) {
        this.number = number;
        this.connections = connections;
        this.phases = phases;
        this.run = new Run("bench-" + (number + 1), newRun());
        this.interest = new Interest(run, connections);
        this.queue = new NodeQueue(run, connections, this::received);
    }

    private static String newRun() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, RUN_DIGITS);
    }

    /** Returns the rooms with a member on this gateway, in their order. */
    public List<Room> ownRooms(List<Room> all) {
        return all.stream().filter(room -> room.gateways().contains(number)).toList();
    }

    /**
     * Binds rooms; once. Returns when the broker has all.
     *
     * @throws BenchmarkException if the broker refuses or the connection is lost
     */
    public void bind(List<Room> own) {
        Set<RoomId> ids = new HashSet<>();
        own.forEach(room -> ids.add(room.id()));
        rooms = ids;
        attempt("bind rooms", () -> interest.add(own));
    }

    /**
     * Subscribes the queue of the run, which must be bound; again after {@link #loseQueue}.
     *
     * @throws BenchmarkException if the broker refuses or the connection is lost
     */
    public void subscribe() {
        attempt("subscribe", queue::subscribe);
    }

    /**
     * Opens the connections that publish, in place of earlier ones.
     *
     * @param kept receives the messages of each envelope that the broker has confirmed; must not block
     * @throws BenchmarkException if the broker refuses or the connection is lost
     */
    public void publishIn(Sizes sizes, Consumer<List<Message>> kept) {
        stopPublishing();
        attempt("publish", () -> publisher = new Publisher(run.node(), connections, sizes, kept));
    }

    /** Closes the connections that publish. */
    public void stopPublishing() {
        Publisher open = publisher;
        if (open != null) {
            open.close();
            publisher = null;
        }
    }

    /** Publishes a message. Does not block. Thread-safe while {@link #publishIn} is not called. */
    public void send(Message message) {
        Publisher open = publisher;
        if (open != null) {
            open.send(message);
        }
    }

    /** Loses the connection of the queue. */
    public void loseQueue() {
        attempt("lose the queue", queue::cut);
    }

    /** Ends as by {@code kill -9}: all connections are lost, and the exchanges stay. */
    public void die() {
        attempt("die", () -> {
            queue.cut();
            Publisher open = publisher;
            if (open != null) {
                open.cut();
            }
        });
    }

    /**
     * Removes the exchanges of this dead gateway as chat-persistence does.
     *
     * @throws BenchmarkException if the broker refuses or the connection is lost
     */
    public void removeExchanges() {
        attempt("remove exchanges", () -> interest.remove(rooms.size()));
    }

    private void received(byte[] bytes) {
        long now = System.nanoTime();
        try {
            EnvelopeCodec.read(bytes).entries().stream()
                    .filter(entry -> rooms.contains(entry.roomId()))
                    .forEach(entry -> phases.delivered(entry, now));
        } catch (DamagedEnvelopeException e) {
            throw new BenchmarkException("The broker delivered a " + e.getMessage(), e);
        }
    }

    private void attempt(String what, Operation operation) {
        try {
            operation.run();
        } catch (IOException | TimeoutException e) {
            throw new BenchmarkException(run.node() + " cannot " + what + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    @Override
    public void close() {
        stopPublishing();
        queue.close();
    }

    private interface Operation {

        void run() throws IOException, TimeoutException, InterruptedException;
    }
}
