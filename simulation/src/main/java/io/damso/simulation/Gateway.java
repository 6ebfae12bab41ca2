package io.damso.simulation;

import com.rabbitmq.client.Connection;
import io.damso.gateway.catchup.SimulatedDigests;
import io.damso.gateway.catchup.SimulatedHistory;
import io.damso.gateway.relay.SimulatedRelay;
import io.damso.gateway.rooms.SimulatedRooms;
import io.damso.gateway.send.SimulatedSender;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;

/** One life of a gateway: what is simulated of it, and its connections. */
final class Gateway implements SimulatedHistory.Questions, SimulatedRelay.Bindings {

    private static final long BARRIER_TIMEOUT = TimeUnit.SECONDS.toNanos(5);
    private static final long QUERY_TIMEOUT = TimeUnit.SECONDS.toNanos(3);

    private final World world;
    private final String name;
    private final SimulatedSender sender;
    private final SimulatedHistory history;
    private final SimulatedRooms rooms;
    private final SimulatedRelay relay;
    private final SimulatedDigests digests;
    private final List<Query> queries = new ArrayList<>();

    /** Threads of the gateway. */
    private final Link callbacks;

    private final Link replays;
    private final Link barrierTasks;

    /** Ways to the broker and back. */
    private final Link bindingsOut;

    private final Link bindingsIn;
    private final Link live;
    private final Link barriersOut;
    private final Link barriersIn;
    private final Link queriesOut;
    private final Link queriesIn;
    private final Link digestsIn;

    private @Nullable BrokerChannel durable;
    private @Nullable BrokerChannel liveLeg;
    private @Nullable String run;
    private @Nullable String queue;
    private int runs;
    private boolean opening;
    private boolean paused;
    private boolean dead;
    private boolean queueLost;
    private long barrier;
    private long barrierSince;
    private boolean barrierInFlight;

    private static final class Query {

        private final Consumer<@Nullable CatchUpAnswer> outcome;
        private final long until;
        private boolean done;

        private Query(Consumer<@Nullable CatchUpAnswer> outcome, long until) {
            this.outcome = outcome;
            this.until = until;
        }

        private void end(@Nullable CatchUpAnswer answer) {
            if (!done) {
                done = true;
                outcome.accept(answer);
            }
        }
    }

    Gateway(World world, String name) {
        this.world = world;
        this.name = name;
        this.callbacks = world.link(this);
        this.replays = world.link(this);
        this.barrierTasks = world.link(this);
        this.bindingsOut = world.link(null);
        this.bindingsIn = world.link(this);
        this.live = world.link(this);
        this.barriersOut = world.link(null);
        this.barriersIn = world.link(this);
        this.queriesOut = world.link(null);
        this.queriesIn = world.link(this);
        this.digestsIn = world.link(this);
        Connection durableConnection = BrokerChannel.connection(this::openDurable);
        Connection liveConnection = BrokerChannel.connection(this::openLive);
        this.sender = new SimulatedSender(
                () -> durableConnection, () -> liveConnection, world::newOrigin, new Serial(), world::now);
        this.history = new SimulatedHistory(World.PARTITION, this, world::now, World.JSON);
        this.relay = new SimulatedRelay(this, callbacks);
        this.rooms = new SimulatedRooms(relay, history, World.TOKENS, replays, world::now);
        this.digests = new SimulatedDigests(rooms::digest, World.JSON, world::now);
    }

    private BrokerChannel openDurable() {
        BrokerChannel opened = new BrokerChannel(world, this);
        durable = opened;
        return opened;
    }

    private BrokerChannel openLive() {
        BrokerChannel opened = new BrokerChannel(world, this);
        liveLeg = opened;
        return opened;
    }

    String name() {
        return name;
    }

    SimulatedSender sender() {
        return sender;
    }

    SimulatedRooms rooms() {
        return rooms;
    }

    Link live() {
        return live;
    }

    Link digests() {
        return digestsIn;
    }

    @Nullable
    BrokerChannel durable() {
        return durable;
    }

    boolean isRunning() {
        return !paused && !dead;
    }

    boolean isDead() {
        return dead;
    }

    boolean isPaused() {
        return paused;
    }

    void pause() {
        paused = true;
    }

    void proceed() {
        paused = false;
        if (queueLost) {
            loseQueue();
        }
    }

    /** The process ends. What it wrote arrives, or not. */
    void die(boolean outlives) {
        cutDurable(outlives);
        cutLive(outlives);
        dead = true;
        queue = null;
        world.broker().delete(run);
    }

    /** The lease of the run ended: its exchange is removed, although the queue may live. */
    void endLease() {
        world.broker().delete(run);
    }

    void cutDurable(boolean outlives) {
        BrokerChannel channel = durable;
        if (channel != null) {
            channel.cut(outlives);
        }
    }

    void cutLive(boolean outlives) {
        BrokerChannel channel = liveLeg;
        if (channel != null) {
            channel.cut(outlives);
        }
        if (!outlives) {
            barriersOut.clear();
        }
        barriersIn.clear();
    }

    // ---- the queue and the bindings

    /** Returns the run whose exchange the queue at the broker is bound to; null if there is no queue. */
    @Nullable
    String queue() {
        return queue;
    }

    /** An envelope arrives from the queue. */
    void heard(byte[] envelope) {
        relay.deliver(envelope);
    }

    /** The session of the queue is lost; another one follows. */
    void loseQueue() {
        queue = null;
        live.clear();
        queueLost = paused;
        if (!paused) {
            opening = false;
            relay.queueLost();
        }
    }

    private void openQueue() {
        opening = true;
        bindingsOut.execute(() -> {
            boolean exists = world.broker().hasExchange(run);
            bindingsIn.execute(() -> {
                if (!exists) {
                    beginRun();
                }
                subscribeQueue();
            });
        });
    }

    private void beginRun() {
        String begun = name + "-" + ++runs;
        run = begun;
        bindingsOut.execute(() -> world.broker().declare(begun));
        relay.rooms().forEach(this::bind);
    }

    private void subscribeQueue() {
        String current = run;
        if (!opening || current == null) {
            return;
        }
        bindingsOut.execute(() -> {
            if (!opening) {
                return;
            }
            queue = current;
            live.clear();
            bindingsIn.execute(() -> {
                if (opening && current.equals(queue)) {
                    opening = false;
                    relay.queueLive(current);
                }
            });
        });
    }

    @Override
    public void bind(SimulatedRelay.Room room) {
        String current = run;
        if (current == null) {
            return; // with the first run
        }
        bindingsOut.execute(() -> {
            boolean bound = world.broker().bind(current, BrokerTopology.roomRoutingKey(room.id()));
            bindingsIn.execute(() -> {
                if (bound) {
                    relay.bound(room, current);
                } else if (current.equals(run)) {
                    beginRun();
                    loseQueue();
                }
            });
        });
    }

    @Override
    public void unbind(SimulatedRelay.Room room) {
        String current = run;
        if (current != null) {
            bindingsOut.execute(() -> world.broker().unbind(current, BrokerTopology.roomRoutingKey(room.id())));
        }
    }

    /** All bindings are made again. */
    void cutBindings() {
        if (run == null || opening) {
            return;
        }
        bindingsOut.clear();
        bindingsIn.clear();
        bindingsOut.execute(() -> {
            boolean exists = world.broker().hasExchange(run);
            bindingsIn.execute(() -> {
                if (exists) {
                    relay.rooms().forEach(this::bind);
                } else {
                    beginRun();
                    loseQueue();
                }
            });
        });
    }

    // ---- questions

    @Override
    public void barrierAsked() {
        barrierTasks.execute(() -> {
            BarrierQuestion question = history.barrierLeaves();
            long number = ++barrier;
            barrierInFlight = true;
            barrierSince = world.now();
            byte[] body = World.JSON.writeValueAsBytes(question);
            barriersOut.execute(() -> world.broker().publishBarrier(body, name, Long.toString(number)));
        });
    }

    /** Persistence has answered a barrier. */
    void answered(Message answer) {
        String question = answer.getMessageProperties().getCorrelationId();
        barriersIn.execute(() -> {
            if (barrierInFlight && Long.toString(barrier).equals(question)) {
                barrierInFlight = false;
                history.barrierEnds(World.JSON.readValue(answer.getBody(), BarrierAnswer.class));
            }
        });
    }

    @Override
    public void read(CatchUpQuestion question, Consumer<@Nullable CatchUpAnswer> outcome) {
        Query query = new Query(outcome, world.now() + QUERY_TIMEOUT);
        queries.add(query);
        queriesOut.execute(() -> {
            CatchUpAnswer answer = world.answer(question);
            if (answer != null) {
                queriesIn.execute(() -> query.end(answer));
            }
        });
    }

    /** Persistence has published a digest. */
    void digest(Message digest) {
        digestsIn.execute(() -> digests.received(digest));
    }

    /** Does what timers do. */
    void tick() {
        if (queue == null && !opening) {
            openQueue();
        }
        sender.tick();
        if (barrierInFlight && world.now() - barrierSince > BARRIER_TIMEOUT) {
            barrierInFlight = false;
            history.barrierEnds(null);
        }
        List<Query> late = queries.stream()
                .filter(each -> each.done || world.now() > each.until)
                .toList();
        queries.removeAll(late);
        late.forEach(each -> each.end(null));
        rooms.tick();
    }
}
