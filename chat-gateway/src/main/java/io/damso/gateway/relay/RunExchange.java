package io.damso.gateway.relay;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.damso.edge.log.RareLog;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * The exchange of the node's run, and the rooms that are bound to it: over one AMQP channel, in order, many without
 * waiting for each other. Exchanges and bindings are durable, so they outlive connections and a restart of the broker.
 * After the loss of the channel all bindings are made again, those that were not confirmed first. When the exchange is
 * gone (the lease of the run expired, or the broker lost its data), another run begins.
 */
final class RunExchange implements Interest {

    private static final Logger LOG = LoggerFactory.getLogger(RunExchange.class);
    private static final int AT_ONCE = 256;
    private static final long RETRY_EVERY_MILLIS = 250;
    private static final long LONGEST_CLOSE_MILLIS = 2_000;
    private static final int RUN_BYTES = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String node;
    private final Supplier<Connection> connections;
    private final SerialExecutor thread;
    private final Listener listener;
    private final RareLog failures = new RareLog(LOG);

    /** Changes that the thread has not taken yet; guarded by the monitor, as the two flags. */
    private final Queue<Change> changes = new ArrayDeque<>();

    private boolean scheduled;
    private boolean toVerify;

    // Confined to the thread.
    private final RoomPlaces places = new RoomPlaces();
    private final Set<RoomFeed> toBind = new LinkedHashSet<>();
    private final Set<RoomFeed> toBindAgain = new LinkedHashSet<>();
    private final Set<RoomFeed> confirmed = new LinkedHashSet<>();
    private final Queue<Binding> toUnbind = new ArrayDeque<>();
    private @Nullable Channel channel;
    private @Nullable String run;
    private int declared;

    private record Change(RoomFeed feed, boolean wanted) {}

    private record Binding(RoomId roomId, int exchange) {}

    /**
     * Creates the exchange of a run that begins with the first call of {@link #verify} or {@link #add}.
     *
     * @param connections returns the open connection, or throws an {@link AmqpException}; publishes nothing, so that
     *     the broker never blocks it
     * @param thread talks to the broker; may block
     */
    RunExchange(String node, Supplier<Connection> connections, SerialExecutor thread, Listener listener) {
        this.node = node;
        this.connections = connections;
        this.thread = thread;
        this.listener = listener;
        thread.every(RETRY_EVERY_MILLIS, this::work);
    }

    @Override
    public void verify() {
        synchronized (this) {
            toVerify = true;
        }
        schedule();
    }

    @Override
    public void add(RoomFeed feed) {
        change(new Change(feed, true));
    }

    @Override
    public void remove(RoomFeed feed) {
        change(new Change(feed, false));
    }

    private void change(Change change) {
        synchronized (this) {
            changes.add(change);
        }
        schedule();
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        thread.execute(this::work);
    }

    /** Does a bounded part of the work, so that {@link #verify} never waits for thousands of rooms. */
    private void work() {
        boolean verify;
        synchronized (this) {
            scheduled = false;
            verify = toVerify;
            toVerify = false;
        }
        try {
            Channel open = open(verify);
            takeChanges();
            if (isWorkLeft()) {
                flush(open);
            }
        } catch (IOException | AmqpException | ShutdownSignalException e) {
            failed(e, verify);
            return;
        }
        if (isWorkLeft()) {
            schedule();
        }
    }

    private boolean isWorkLeft() {
        return !(toUnbind.isEmpty() && toBind.isEmpty() && toBindAgain.isEmpty());
    }

    private void failed(Exception failure, boolean verify) {
        failures.warn("New rooms wait for RabbitMQ: {}", failure.toString());
        Channel broken = channel;
        channel = null;
        if (broken != null) {
            abort(broken);
        }
        takeChanges(); // the model stays complete, whatever the broker does
        if (verify) {
            synchronized (this) {
                toVerify = true; // with the next attempt
            }
        }
    }

    private void takeChanges() {
        for (Change change = next(); change != null; change = next()) {
            RoomFeed feed = change.feed();
            if (change.wanted()) {
                places.add(feed);
                toBind.add(feed);
                continue;
            }
            RoomPlaces.Place place = places.remove(feed);
            if (place != null) {
                toBind.remove(feed);
                toBindAgain.remove(feed);
                confirmed.remove(feed);
                toUnbind.add(new Binding(feed.roomId(), place.exchange()));
            }
        }
    }

    private synchronized @Nullable Change next() {
        return changes.poll();
    }

    /** Unbinds before it binds: the room of an ended binding may have come back at the same place. */
    private void flush(Channel open) throws IOException {
        String current = current();
        List<Binding> unbound = new ArrayList<>();
        List<RoomFeed> bound = new ArrayList<>();
        try {
            for (Binding next = toUnbind.peek(); next != null && unbound.size() < AT_ONCE; next = toUnbind.peek()) {
                unbound.add(toUnbind.remove());
                open.exchangeUnbindNoWait(
                        BrokerTopology.roomsExchange(node, current, next.exchange()),
                        BrokerTopology.LIVE_EXCHANGE,
                        BrokerTopology.roomRoutingKey(next.roomId()),
                        null);
            }
            if (toUnbind.isEmpty()) {
                bind(open, current, toBind, bound);
                bind(open, current, toBindAgain, bound);
            }
            // The broker handles the methods of a channel in order: its answer to this one confirms all before it.
            open.exchangeDeclarePassive(BrokerTopology.runExchange(node, current));
        } catch (IOException | ShutdownSignalException e) {
            toUnbind.addAll(unbound);
            throw e;
        }
        failures.reset();
        toBind.removeAll(bound);
        toBindAgain.removeAll(bound);
        confirmed.addAll(bound);
        listener.bound(current, bound);
    }

    private void bind(Channel open, String current, Set<RoomFeed> unbound, List<RoomFeed> bound) throws IOException {
        for (RoomFeed feed : unbound) {
            RoomPlaces.Place place = places.of(feed);
            if (bound.size() == AT_ONCE) {
                break;
            }
            if (place == null) {
                continue; // never: a removed room is not to be bound
            }
            while (declared <= place.exchange()) {
                String exchange = BrokerTopology.roomsExchange(node, current, declared);
                open.exchangeDeclareNoWait(exchange, "fanout", true, false, false, null);
                open.exchangeBindNoWait(BrokerTopology.runExchange(node, current), exchange, "", null);
                declared++;
            }
            open.exchangeBindNoWait(
                    BrokerTopology.roomsExchange(node, current, place.exchange()),
                    BrokerTopology.LIVE_EXCHANGE,
                    BrokerTopology.roomRoutingKey(feed.roomId()),
                    null);
            bound.add(feed);
        }
    }

    private Channel open(boolean verify) throws IOException {
        Channel current = channel;
        if (current != null && current.isOpen()) {
            if (verify) {
                ensureRun(current);
            }
            return current;
        }
        Channel opened = newChannel(connections.get());
        bindAllAgain();
        ensureRun(opened);
        channel = opened;
        return opened;
    }

    private static Channel newChannel(Connection connection) throws IOException {
        Channel opened = connection.createChannel();
        if (opened == null) {
            throw new IOException("The broker allows no further channel on this connection");
        }
        return opened;
    }

    private void bindAllAgain() {
        declared = 0;
        toBindAgain.addAll(confirmed);
        confirmed.clear();
    }

    private void ensureRun(Channel open) throws IOException {
        String current = run;
        if (current == null || !exists(open.getConnection(), BrokerTopology.runExchange(node, current))) {
            beginRun(open);
        }
        bindNode(open);
        listener.ready(current());
    }

    /** Binds what is for this run, and what is for all gateways. */
    private void bindNode(Channel open) throws IOException {
        String exchange = BrokerTopology.runExchange(node, current());
        for (String key : List.of(BrokerTopology.beaconRoutingKey(node, current()), BrokerTopology.NODES_ROUTING_KEY)) {
            open.exchangeBind(exchange, BrokerTopology.LIVE_EXCHANGE, key);
        }
    }

    private void beginRun(Channel open) throws IOException {
        String ended = run;
        if (ended != null) {
            LOG.warn(
                    "The exchange of this run is gone; another run begins with {} rooms",
                    places.feeds().size());
            for (int i = 0; i < places.exchanges(); i++) { // one may have been declared after the removal of the others
                open.exchangeDeleteNoWait(BrokerTopology.roomsExchange(node, ended, i), false);
            }
        }
        String next = newRun();
        open.exchangeDeclare(BrokerTopology.runExchange(node, next), "fanout", true, false, null);
        run = next;
        places.assignAgain();
        toUnbind.clear();
        confirmed.clear();
        toBindAgain.clear();
        toBind.addAll(places.feeds());
        declared = 0;
    }

    private static String newRun() {
        byte[] random = new byte[RUN_BYTES];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** On a channel of its own: the broker closes a channel that asks for an exchange that does not exist. */
    private static boolean exists(Connection connection, String exchange) throws IOException {
        Channel probe = newChannel(connection);
        try {
            probe.exchangeDeclarePassive(exchange);
            return true;
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException cause
                    && cause.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == AMQP.NOT_FOUND) {
                return false;
            }
            throw e;
        } finally {
            abort(probe);
        }
    }

    private String current() {
        String current = run;
        if (current == null) {
            throw new IllegalStateException("No run has begun");
        }
        return current;
    }

    private static void abort(Channel channel) {
        try {
            channel.abort();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A channel could not be closed", e);
        }
    }

    @Override
    public void close() {
        thread.finish(this::removeExchange, LONGEST_CLOSE_MILLIS);
    }

    private void removeExchange() {
        Channel open = channel;
        if (open == null || run == null) {
            return;
        }
        try {
            open.exchangeDelete(BrokerTopology.runExchange(node, current()));
        } catch (IOException | ShutdownSignalException e) {
            LOG.debug("The exchange of the run could not be removed; persistence removes it", e);
        }
    }
}
