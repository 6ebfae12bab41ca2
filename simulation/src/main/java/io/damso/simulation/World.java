package io.damso.simulation;

import io.damso.gateway.RefusedException;
import io.damso.gateway.rooms.position.Position;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.persistence.ingest.positions.SimulatedPositions;
import io.damso.persistence.store.SimulatedCollection;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import tools.jackson.databind.json.JsonMapper;

/** Everything that one schedule runs in: the time, the ways between the processes, and the processes themselves. */
final class World {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final PositionTokens TOKENS = new PositionTokens("simulation");

    /** Two rooms of one partition. */
    static final List<String> ROOMS = List.of("a", "e");

    static final int PARTITION = BrokerTopology.partition(new RoomId(ROOMS.getFirst()));
    static final String QUEUE = BrokerTopology.partitionQueues().get(PARTITION);
    static final int CLIENTS = 3;
    private static final int GATEWAYS = 2;
    private static final int PERSISTENCES = 2;
    private static final long PERSISTENCE_TICK = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_FRAMES = 2_000;

    private final List<Link> links = new ArrayList<>(64);
    private final List<String> trace = new ArrayList<>();
    private final boolean tracing;
    private final SimulatedCollection store = new SimulatedCollection();
    private final SimulatedPositions.Owners owners = new SimulatedPositions.Owners(store);
    private final RabbitOperations rabbit = newRabbit();
    private final Broker broker = new Broker(this);
    private final Subscriber.Format format = new Subscriber.Format();
    private final Ledger ledger = new Ledger();
    private final List<Gateway> gateways = new ArrayList<>(GATEWAYS);
    private final List<Persistence> persistences = new ArrayList<>(PERSISTENCES);
    private final List<Client> clients = new ArrayList<>(CLIENTS);
    private int consumer;
    private long now = TimeUnit.SECONDS.toNanos(1_000);
    private long nextTick = now + PERSISTENCE_TICK;
    private long events;
    private long sessions;
    private int origins;
    private int lives;
    private @Nullable Violation violation;

    /**
     * Creates a world in which nothing has happened.
     *
     * @param tracing whether what happens is written down
     */
    World(boolean tracing) {
        this.tracing = tracing;
        for (int i = 0; i < PERSISTENCES; i++) {
            persistences.add(new Persistence(this));
        }
        for (int i = 0; i < GATEWAYS; i++) {
            gateways.add(newGateway(i));
        }
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(this, "u" + i));
        }
    }

    private Gateway newGateway(int index) {
        return new Gateway(this, "g" + index + "." + ++lives);
    }

    private RabbitOperations newRabbit() {
        return (RabbitOperations) Proxy.newProxyInstance(
                World.class.getClassLoader(), new Class<?>[] {RabbitOperations.class}, (proxy, method, args) -> {
                    if (!method.getName().equals("send") || args.length != 3) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    published((String) args[0], (String) args[1], (Message) args[2]);
                    return null;
                });
    }

    /** Persistence publishes a digest, or an answer. */
    private void published(String exchange, String key, Message message) {
        if (exchange.equals(BrokerTopology.CONTROL_EXCHANGE)) {
            gateways.forEach(each -> each.digest(message));
        } else {
            String asker = Broker.asker(key);
            gateways.stream().filter(each -> each.name().equals(asker)).forEach(each -> each.answered(message));
        }
    }

    // ---- what happens

    long now() {
        return now;
    }

    InstantSource clock() {
        return () -> Instant.ofEpochSecond(0, now);
    }

    /** Returns the number of the next event. */
    long event() {
        return ++events;
    }

    long newSession() {
        return ++sessions;
    }

    String newOrigin() {
        return "o" + ++origins;
    }

    Link link(@Nullable Gateway end) {
        Link link = new Link(end);
        links.add(link);
        return link;
    }

    /** Lets frames of one of the links with frames arrive. */
    void deliver(int which, int frames) {
        int ready = 0;
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).isReady()) {
                ready++;
            }
        }
        if (ready == 0) {
            return;
        }
        int left = which % ready;
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            if (link.isReady() && left-- == 0) {
                for (int frame = 0; frame < frames && link.isReady(); frame++) {
                    link.deliver();
                }
                return;
            }
        }
    }

    /** Lets everything arrive, until nothing is on its way. */
    boolean flow() {
        int frames = 0;
        boolean moved = true;
        while (moved && frames < MOST_FRAMES) {
            moved = false;
            for (int i = 0; i < links.size(); i++) {
                Link link = links.get(i);
                while (link.isReady() && frames < MOST_FRAMES) {
                    link.deliver();
                    frames++;
                    moved = true;
                }
            }
            if (broker.consume(4)) {
                frames++;
                moved = true;
            }
        }
        return frames < MOST_FRAMES;
    }

    /** Lets time pass. */
    void pass(long nanos) {
        long then = now + nanos;
        for (; then - nextTick >= 0; nextTick += PERSISTENCE_TICK) {
            now = nextTick; // what happens at a time depends on the time
            for (Persistence each : persistences) {
                if (!each.hangs()) {
                    each.tick();
                }
            }
        }
        now = then;
        for (Gateway gateway : List.copyOf(gateways)) {
            if (gateway.isRunning()) {
                gateway.tick();
            }
        }
        clients.forEach(Client::tick);
    }

    // ---- who takes part

    SimulatedCollection store() {
        return store;
    }

    SimulatedPositions.Owners owners() {
        return owners;
    }

    RabbitOperations rabbit() {
        return rabbit;
    }

    Broker broker() {
        return broker;
    }

    Subscriber.Format format() {
        return format;
    }

    Ledger ledger() {
        return ledger;
    }

    List<Gateway> gateways() {
        return gateways;
    }

    List<Client> clients() {
        return clients;
    }

    List<Persistence> persistences() {
        return persistences;
    }

    /** Returns the active consumer of the queue; null if no process runs. */
    @Nullable
    Persistence consumer() {
        Persistence active = persistences.get(consumer);
        return active.hangs() ? null : active;
    }

    /** The next process becomes the active consumer. */
    void switchConsumer() {
        persistences.get(consumer).loseDelivery();
        broker.consumerChanged();
        consumer = (consumer + 1) % PERSISTENCES;
        if (persistences.get(consumer).hangs()) {
            consumer = (consumer + 1) % PERSISTENCES;
        }
    }

    /** A process of persistence is killed, and another one started in its place. */
    void restartPersistence(int index) {
        persistences.get(index).loseDelivery();
        persistences.set(index, new Persistence(this));
    }

    /** A gateway is killed, and another one started in its place. */
    void restartGateway(int index, boolean outlives) {
        Gateway dying = gateways.get(index);
        dying.die(outlives);
        clients.stream().filter(each -> each.gateway() == dying).forEach(Client::disconnect);
        gateways.set(index, newGateway(index));
    }

    /** Any process that does not hang answers. */
    @Nullable
    CatchUpAnswer answer(CatchUpQuestion question) {
        for (Persistence each : persistences) {
            if (!each.hangs()) {
                return each.answer(question);
            }
        }
        return null;
    }

    void sent(Sent sent) {
        ledger.add(sent);
    }

    void subscribed(Subscriber subscriber) {
        ledger.add(subscriber);
    }

    // ---- what is found

    /** Notes the first thing that went wrong. */
    void report(Violation found) {
        if (violation == null) {
            violation = found;
        }
    }

    @Nullable
    Violation violation() {
        return violation;
    }

    void trace(Supplier<String> line) {
        if (tracing) {
            trace.add("    " + line.get());
        }
    }

    List<String> trace() {
        return trace;
    }

    /** Returns the text of a message, for the trace. */
    String text(String id) {
        return ledger.text(id);
    }

    /** Returns a position in words, for the trace. */
    static String position(String room, @Nullable String token) {
        Position position = read(room, token);
        return position == null ? "none" : text(position);
    }

    static String text(Position position) {
        return position.stored() + " " + position.heard()
                + (position.holes().isEmpty() ? "" : " without " + position.holes());
    }

    /** Returns the position of a token; null without one. */
    static @Nullable Position read(String room, @Nullable String token) {
        try {
            return token == null ? null : TOKENS.read(new RoomId(room), token);
        } catch (RefusedException e) {
            throw new Violation("token", "A token is refused: " + e.getMessage());
        }
    }
}
