package io.damso.gateway.relay;

import io.damso.edge.log.RareLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * One relay session of the node. After each failure it reconnects and subscribes to its rooms again. Confined to the
 * thread {@code relay}, except {@link #feed}, {@link #received(long)} and the getters.
 */
final class RelaySession {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);
    private static final long CONNECT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int SILENT_INTERVALS = 3;

    private enum State {
        WAITING,
        CONNECTING,
        CONNECTED
    }

    private final int number;
    private final RelayFrames frames;
    private final BooleanSupplier brokerAvailable;
    private final SubscribeHold hold;
    private final Consumer<Message<byte[]>> broker;
    private final long heartbeatNanos;
    private final Backoff backoff = new Backoff();
    private final Map<String, RoomFeed> feeds = new ConcurrentHashMap<>();
    private final List<RoomFeed> postponed = new ArrayList<>();
    private final RareLog failures = new RareLog(LOG);
    private volatile State state = State.WAITING;
    private volatile @Nullable String sessionId;
    private @Nullable String abandoned;
    private volatile long lastReceived;
    private int opening;
    private long connectingSince;
    private long connectedSince;
    private long lastSent;
    private long notBefore;

    /**
     * Creates a session that is not connected; the first {@link #tick} opens it.
     *
     * @param brokerAvailable whether Spring's relay forwards frames; while the relay's system session is down, it
     *     answers frames with ERROR, even if this session is connected
     * @param hold whether SUBSCRIBEs are delayed although the session is connected
     * @param broker receives the frames for the broker; must not call back into this session
     */
    RelaySession(
            int number,
            RelayFrames frames,
            long heartbeatNanos,
            long nowNanos,
            BooleanSupplier brokerAvailable,
            SubscribeHold hold,
            Consumer<Message<byte[]>> broker) {
        this.number = number;
        this.frames = frames;
        this.heartbeatNanos = heartbeatNanos;
        this.brokerAvailable = brokerAvailable;
        this.hold = hold;
        this.broker = broker;
        this.notBefore = nowNanos;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Returns whether the id is that of the current connection, not of an abandoned one. */
    boolean isCurrent(@Nullable String id) {
        return id != null && id.equals(sessionId);
    }

    /** Returns the feed of a MESSAGE frame; null if the room was unsubscribed. */
    @Nullable
    RoomFeed feed(String subscriptionId) {
        return feeds.get(subscriptionId);
    }

    /** Records that a frame or heart-beat of the broker has arrived. */
    void received(long nowNanos) {
        lastReceived = nowNanos;
    }

    void subscribe(RoomFeed feed, long nowNanos) {
        feeds.put(feed.id(), feed);
        if (state == State.CONNECTED) {
            ask(feed, nowNanos);
        }
    }

    private void ask(RoomFeed feed, long nowNanos) {
        if (!brokerAvailable.getAsBoolean() || hold.isOn(nowNanos - connectedSince)) {
            postponed.add(feed);
            return;
        }
        feed.state = RoomFeed.State.ASKED;
        send(frames.subscribe(current(), feed, opening), nowNanos);
    }

    void unsubscribe(RoomFeed feed, long nowNanos) {
        switch (feed.state) {
            case UNKNOWN -> feeds.remove(feed.id());
            case ASKED -> feed.state = RoomFeed.State.UNWANTED; // before the RECEIPT the queue may not exist
            case LIVE -> leave(feed, nowNanos);
            case UNWANTED -> throw new IllegalStateException("Unsubscribed twice");
        }
    }

    private void leave(RoomFeed feed, long nowNanos) {
        feeds.remove(feed.id());
        if (!brokerAvailable.getAsBoolean()) {
            postponed.add(feed);
            return;
        }
        send(frames.unsubscribe(current(), feed), nowNanos);
    }

    private void sendPostponed(long nowNanos) {
        List<RoomFeed> held = List.copyOf(postponed);
        postponed.clear();
        for (RoomFeed feed : held) {
            boolean wanted = feeds.containsKey(feed.id());
            if (wanted && feed.state == RoomFeed.State.UNKNOWN) {
                ask(feed, nowNanos);
            } else if (!wanted && feed.state != RoomFeed.State.UNKNOWN) {
                leave(feed, nowNanos);
            }
        }
    }

    /**
     * Opens the connection, sends heart-beats and postponed frames, or abandons the connection. Called several times in
     * each heart-beat interval.
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
            case CONNECTED -> {
                if (nowNanos - lastReceived > SILENT_INTERVALS * heartbeatNanos) {
                    failed("no heart-beat from the broker in time", nowNanos);
                } else if (available) {
                    sendPostponed(nowNanos);
                    beat(nowNanos);
                }
            }
        }
    }

    private void beat(long nowNanos) {
        if (nowNanos - lastSent >= heartbeatNanos / 2) {
            send(frames.heartbeat(current()), nowNanos);
        }
    }

    private void open(long nowNanos) {
        sessionId = "relay-" + number + "-" + ++opening;
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
            confirmed(frame.getReceiptId(), nowNanos);
        } else {
            // After some ERROR frames RabbitMQ keeps the connection open without one of the subscriptions.
            failed(String.valueOf(frame.getMessage()), nowNanos);
        }
    }

    private void connected(long nowNanos) {
        LOG.info("Relay session {} is connected; it carries {} rooms", number, feeds.size());
        failures.reset();
        lastReceived = nowNanos;
        connectedSince = nowNanos;
        state = State.CONNECTED;
        postponed.clear();
        feeds.values().forEach(feed -> ask(feed, nowNanos));
    }

    private void confirmed(@Nullable String receiptId, long nowNanos) {
        RoomFeed feed = receiptId == null ? null : feeds.get(receiptId);
        if (feed == null) {
            return;
        }
        if (feed.state == RoomFeed.State.UNWANTED) {
            leave(feed, nowNanos);
        } else if (feed.state == RoomFeed.State.ASKED) {
            feed.state = RoomFeed.State.LIVE;
            feed.sink().live();
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
        failures.warn("Relay session {} failed ({}); it reconnects until it succeeds", number, reason);
        String broken = current();
        state = State.WAITING;
        sessionId = null;
        notBefore = nowNanos + TimeUnit.MILLISECONDS.toNanos(pause);
        abandoned = broken;
        for (RoomFeed feed : interrupted()) {
            feed.sink().interrupted();
        }
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

    private List<RoomFeed> interrupted() {
        List<RoomFeed> live = new ArrayList<>();
        feeds.values().removeIf(feed -> feed.state == RoomFeed.State.UNWANTED);
        for (RoomFeed feed : feeds.values()) {
            if (feed.state == RoomFeed.State.LIVE) {
                live.add(feed);
            }
            feed.state = RoomFeed.State.UNKNOWN;
        }
        return live;
    }

    private void send(Message<byte[]> frame, long nowNanos) {
        lastSent = nowNanos;
        broker.accept(frame);
    }

    private String current() {
        String id = sessionId;
        if (id == null) {
            throw new IllegalStateException("Relay session " + number + " is not open");
        }
        return id;
    }
}
