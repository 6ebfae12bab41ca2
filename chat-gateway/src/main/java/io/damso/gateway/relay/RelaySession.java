package io.damso.gateway.relay;

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
 * One of the node's sessions to the broker: opened again after every failure, with all its rooms. Confined to the relay's
 * thread, apart from {@link #feed}, {@link #heard} and the getters.
 */
final class RelaySession {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);
    private static final long CONNECT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int SILENT_INTERVALS = 3;

    private enum State { WAITING, CONNECTING, CONNECTED }

    private final int number;
    private final RelayFrames frames;
    private final BooleanSupplier brokerAvailable;
    private final Consumer<Message<byte[]>> broker;
    private final long heartbeatNanos;
    private final Backoff backoff = new Backoff();
    private final Map<String, RoomFeed> feeds = new ConcurrentHashMap<>();
    private final List<RoomFeed> heldBack = new ArrayList<>();
    private volatile State state = State.WAITING;
    private volatile @Nullable String sessionId;
    private volatile long lastHeard;
    private int opening;
    private long connectingSince;
    private long lastSent;
    private long notBefore;

    /**
     * Creates a session that is not connected; the first {@link #tick} opens it.
     *
     * @param brokerAvailable whether Spring's relay passes frames on; it answers them with ERROR while its own session
     *         is away, also where this one is sound
     * @param broker takes what is sent; it must not call back into this session
     */
    RelaySession(
            int number,
            RelayFrames frames,
            long heartbeatNanos,
            long nowNanos,
            BooleanSupplier brokerAvailable,
            Consumer<Message<byte[]>> broker) {
        this.number = number;
        this.frames = frames;
        this.heartbeatNanos = heartbeatNanos;
        this.brokerAvailable = brokerAvailable;
        this.broker = broker;
        this.notBefore = nowNanos;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Returns whether frames of this id belong to the present connection, not to one given up before. */
    boolean isCurrent(@Nullable String id) {
        return id != null && id.equals(sessionId);
    }

    /** Returns the feed of a MESSAGE frame. */
    @Nullable RoomFeed feed(String subscriptionId) {
        return feeds.get(subscriptionId);
    }

    /** Notes that the broker lives. */
    void heard(long nowNanos) {
        lastHeard = nowNanos;
    }

    void subscribe(RoomFeed feed, long nowNanos) {
        feeds.put(feed.id(), feed);
        if (state == State.CONNECTED) {
            ask(feed, nowNanos);
        }
    }

    private void ask(RoomFeed feed, long nowNanos) {
        if (!brokerAvailable.getAsBoolean()) {
            heldBack.add(feed);
            return;
        }
        feed.state = RoomFeed.State.ASKED;
        send(frames.subscribe(current(), feed, opening), nowNanos);
    }

    void unsubscribe(RoomFeed feed, long nowNanos) {
        switch (feed.state) {
            case UNKNOWN -> feeds.remove(feed.id());
            case ASKED -> feed.state = RoomFeed.State.UNWANTED; // an UNSUBSCRIBE before the RECEIPT could meet no queue
            case LIVE -> leave(feed, nowNanos);
            case UNWANTED -> throw new IllegalStateException("Unsubscribed twice");
        }
    }

    private void leave(RoomFeed feed, long nowNanos) {
        feeds.remove(feed.id());
        if (!brokerAvailable.getAsBoolean()) {
            heldBack.add(feed);
            return;
        }
        send(frames.unsubscribe(current(), feed), nowNanos);
    }

    private void catchUp(long nowNanos) {
        List<RoomFeed> held = List.copyOf(heldBack);
        heldBack.clear();
        for (RoomFeed feed : held) {
            boolean wanted = feeds.containsKey(feed.id());
            if (wanted && feed.state == RoomFeed.State.UNKNOWN) {
                ask(feed, nowNanos);
            } else if (!wanted && feed.state != RoomFeed.State.UNKNOWN) {
                leave(feed, nowNanos);
            }
        }
    }

    /** Opens, keeps alive or gives up, as the time has come. Called several times a heart-beat. */
    void tick(long nowNanos) {
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
                if (nowNanos - lastHeard > SILENT_INTERVALS * heartbeatNanos) {
                    failed("the broker fell silent", nowNanos);
                } else if (available) {
                    catchUp(nowNanos);
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

    /** Takes any frame of the present connection but MESSAGE and heart-beats. */
    void received(StompHeaderAccessor frame, long nowNanos) {
        StompCommand command = frame.getCommand();
        if (command == StompCommand.CONNECTED) {
            connected(nowNanos);
        } else if (command == StompCommand.RECEIPT) {
            confirmed(frame.getReceiptId(), nowNanos);
        } else {
            // Some of RabbitMQ's ERROR frames leave the connection open, with a subscription less than before.
            failed(String.valueOf(frame.getMessage()), nowNanos);
        }
    }

    private void connected(long nowNanos) {
        LOG.info("Relay session {} is connected; it carries {} rooms", number, feeds.size());
        lastHeard = nowNanos;
        state = State.CONNECTED;
        heldBack.clear();
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

    /** Gives the present connection up; a later {@link #tick} opens the next. */
    void failed(String reason, long nowNanos) {
        if (state == State.WAITING) {
            return;
        }
        long pause = backoff.next(nowNanos);
        LOG.warn("Relay session {} failed ({}); connecting again in {} ms", number, reason, pause);
        String broken = current();
        state = State.WAITING;
        sessionId = null;
        notBefore = nowNanos + TimeUnit.MILLISECONDS.toNanos(pause);
        send(frames.disconnect(broken), nowNanos);
        for (RoomFeed feed : interrupted()) {
            feed.sink().interrupted();
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
