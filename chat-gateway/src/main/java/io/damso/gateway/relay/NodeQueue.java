package io.damso.gateway.relay;

import io.damso.edge.log.RareLog;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * The node's queue on the exchange of its run: one STOMP session with one subscription, through Spring's relay. After
 * each failure it reconnects and subscribes again. Confined to the thread {@code relay}, except
 * {@link #received(long)}, {@link #isCurrent} and {@link #isLive}.
 */
final class NodeQueue {

    private static final Logger LOG = LoggerFactory.getLogger(NodeQueue.class);
    private static final long CONNECT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int SILENT_INTERVALS = 3;

    /** Receives the state changes, on the thread of the queue. */
    interface Listener {

        /** The session is connected; {@link #exchangeReady} is awaited. */
        void connected();

        /** The queue is subscribed: what the exchange of this run gets from now on is delivered. */
        void live(String run);

        /** The queue is lost. */
        void lost();
    }

    private enum State {
        WAITING,
        CONNECTING,
        CONNECTED,
        SUBSCRIBING,
        LIVE
    }

    private final RelayFrames frames;
    private final BooleanSupplier brokerAvailable;
    private final SubscribeHold hold;
    private final Consumer<Message<byte[]>> broker;
    private final Listener listener;
    private final long heartbeatNanos;
    private final Backoff backoff = new Backoff();
    private final RareLog failures = new RareLog(LOG);
    private volatile State state = State.WAITING;
    private volatile @Nullable String sessionId;
    private @Nullable String abandoned;
    private @Nullable String run;
    private volatile long lastReceived;
    private int opening;
    private long connectingSince;
    private long connectedSince;
    private long lastSent;
    private long notBefore;

    /**
     * Creates a queue that is not subscribed; the first {@link #tick} opens the session.
     *
     * @param brokerAvailable whether Spring's relay forwards frames; while the relay's system session is down, it
     *     answers frames with ERROR, even if this session is connected
     * @param hold whether SUBSCRIBE is delayed although the session is connected
     * @param broker receives the frames for the broker; must not call back into this object
     */
    NodeQueue(
            RelayFrames frames,
            long nowNanos,
            BooleanSupplier brokerAvailable,
            SubscribeHold hold,
            Consumer<Message<byte[]>> broker,
            Listener listener) {
        this.frames = frames;
        this.heartbeatNanos = TimeUnit.MILLISECONDS.toNanos(frames.heartbeatMillis());
        this.brokerAvailable = brokerAvailable;
        this.hold = hold;
        this.broker = broker;
        this.listener = listener;
        this.notBefore = nowNanos;
    }

    boolean isLive() {
        return state == State.LIVE;
    }

    /** Returns the run whose exchange delivers to the queue; null if the queue is not subscribed. */
    @Nullable
    String liveRun() {
        return state == State.LIVE ? run : null;
    }

    /** Returns whether the id is that of the current connection, not of an abandoned one. */
    boolean isCurrent(@Nullable String id) {
        return id != null && id.equals(sessionId);
    }

    /** Records that a frame or heart-beat of the broker has arrived. */
    void received(long nowNanos) {
        lastReceived = nowNanos;
    }

    /** The exchange of this run exists. */
    void exchangeReady(String ready, long nowNanos) {
        boolean replaced = !ready.equals(run) && (state == State.SUBSCRIBING || state == State.LIVE);
        run = ready;
        if (replaced) {
            failed("its exchange was replaced", nowNanos);
        } else if (state == State.CONNECTED) {
            subscribe(nowNanos);
        }
    }

    private void subscribe(long nowNanos) {
        String ready = run;
        if (ready != null && brokerAvailable.getAsBoolean() && !hold.isOn(nowNanos - connectedSince)) {
            state = State.SUBSCRIBING;
            send(frames.subscribe(current(), ready, opening), nowNanos);
        }
    }

    /**
     * Opens the connection, subscribes, sends heart-beats, or abandons the connection. Called several times in each
     * heart-beat interval.
     */
    void tick(long nowNanos) {
        disconnectAbandoned(nowNanos);
        boolean available = brokerAvailable.getAsBoolean();
        switch (state) {
            case WAITING -> {
                if (available && nowNanos - notBefore >= 0) {
                    open(nowNanos);
                }
            }
            case CONNECTING -> {
                if (nowNanos - connectingSince > CONNECT_TIMEOUT_NANOS) {
                    failed("no CONNECTED in time", nowNanos);
                }
            }
            case CONNECTED, SUBSCRIBING, LIVE -> {
                if (nowNanos - lastReceived > SILENT_INTERVALS * heartbeatNanos) {
                    failed("no heart-beat from the broker in time", nowNanos);
                } else if (available) {
                    beat(nowNanos);
                }
            }
        }
    }

    private void beat(long nowNanos) {
        if (state == State.CONNECTED) {
            subscribe(nowNanos);
        }
        if (nowNanos - lastSent >= heartbeatNanos / 2) {
            send(frames.heartbeat(current()), nowNanos);
        }
    }

    private void open(long nowNanos) {
        sessionId = "relay-" + ++opening;
        state = State.CONNECTING;
        connectingSince = nowNanos;
        send(frames.connect(current()), nowNanos);
    }

    /** Handles a frame of the current connection that is neither MESSAGE nor a heart-beat. */
    void received(StompHeaderAccessor frame, long nowNanos) {
        StompCommand command = frame.getCommand();
        if (command == StompCommand.CONNECTED) {
            connected(nowNanos);
        } else if (command == StompCommand.RECEIPT) {
            subscribed();
        } else {
            // After some ERROR frames RabbitMQ keeps the connection open without the subscription.
            failed(String.valueOf(frame.getMessage()), nowNanos);
        }
    }

    private void connected(long nowNanos) {
        lastReceived = nowNanos;
        connectedSince = nowNanos;
        run = null;
        state = State.CONNECTED;
        listener.connected();
    }

    private void subscribed() {
        String subscribed = run;
        if (state == State.SUBSCRIBING && subscribed != null) {
            LOG.info("The queue of this node is subscribed");
            failures.reset();
            state = State.LIVE;
            listener.live(subscribed);
        }
    }

    /**
     * Abandons the current connection; a later {@link #tick} opens the next one. Has no effect without a connection.
     */
    void failed(String reason, long nowNanos) {
        if (state == State.WAITING) {
            return;
        }
        long pause = backoff.next(nowNanos);
        failures.warn("The queue of this node is lost ({}); it is subscribed again until that succeeds", reason);
        abandoned = current();
        state = State.WAITING;
        sessionId = null;
        notBefore = nowNanos + TimeUnit.MILLISECONDS.toNanos(pause);
        listener.lost();
    }

    /**
     * Closes an abandoned connection, one tick after its failure. If the broker has closed it, Spring's relay is still
     * removing it at the moment of the failure, and would log a stack trace for a frame that it cannot forward.
     */
    private void disconnectAbandoned(long nowNanos) {
        String broken = abandoned;
        if (broken != null) {
            abandoned = null;
            send(frames.disconnect(broken), nowNanos);
        }
    }

    private void send(Message<byte[]> frame, long nowNanos) {
        lastSent = nowNanos;
        broker.accept(frame);
    }

    private String current() {
        String id = sessionId;
        if (id == null) {
            throw new IllegalStateException("The session of the node's queue is not open");
        }
        return id;
    }
}
