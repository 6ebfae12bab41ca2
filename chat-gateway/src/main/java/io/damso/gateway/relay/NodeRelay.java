package io.damso.gateway.relay;

import io.damso.edge.log.RareLog;
import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.gateway.membership.question.PeerMemberships;
import io.damso.gateway.rooms.RoomRelay;
import io.damso.gateway.rooms.RoomSink;
import io.damso.protocol.RoomId;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * Brings the messages of rooms to the node: one queue for all rooms ({@link NodeQueue}), and a binding for each room
 * ({@link Interest}). The messages of an envelope are passed to their rooms ({@link RoomFeeds}) on the thread of Spring's
 * TCP client that decoded it. The state is confined to the thread {@code relay}. State changes of rooms run in order on
 * {@code relay-callbacks}, because they cause answers to clients; so the number of subscribers does not delay
 * heart-beats and reconnects. Thread-safe.
 */
final class NodeRelay
        implements RoomRelay, MessageHandler, SmartLifecycle, NodeQueue.Listener, Interest.Listener, Beacon.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRelay.class);
    private static final long TICK_MILLIS = 50;

    private final Interest interest;
    private final NodeQueue queue;
    private final Beacon beacon;
    private final PeerMemberships peers;
    private final LeaseRenewal lease;
    private final RareLog losses = new RareLog(LOG);
    private final Guard guard = new Guard(LOG, "A task of the relay failed unexpectedly; the other tasks continue");
    private final RoomFeeds feeds = new RoomFeeds();
    private final SerialExecutor relayThread = new SerialExecutor("relay", guard);
    private final SerialExecutor callbacks =
            new SerialExecutor("relay-callbacks", new Guard(LOG, "A state change of a room failed unexpectedly"));
    private volatile boolean running;

    /**
     * Creates the relay.
     *
     * @param interest creates the interest that tells this listener
     * @param queue creates the queue that tells this listener; its frames are passed to {@link #handleMessage}
     * @param beacons creates the publisher of beacons; it passes outcomes to the executor
     * @param peers gets what other gateways ask and answer
     */
    NodeRelay(
            Function<Interest.Listener, Interest> interest,
            Function<NodeQueue.Listener, NodeQueue> queue,
            Function<Executor, Beacon.Publisher> beacons,
            PeerMemberships peers,
            LeaseRenewal lease) {
        this.interest = interest.apply(this);
        this.queue = queue.apply(this);
        this.beacon = new Beacon(beacons.apply(relayThread), this);
        this.peers = peers;
        this.lease = lease;
    }

    /** Returns whether the node's queue is subscribed. */
    boolean isLive() {
        return queue.isLive();
    }

    @Override
    public Runnable subscribe(RoomId roomId, RoomSink sink) {
        RoomFeed feed = new RoomFeed(roomId, new HandOverSink(sink, callbacks));
        relayThread.execute(() -> {
            feeds.add(feed);
            interest.add(feed);
        });
        return () -> relayThread.execute(() -> {
            feeds.remove(feed);
            interest.remove(feed);
        });
    }

    /** Handles a frame of the broker, or of Spring's relay, for the node's queue. */
    @Override
    public void handleMessage(Message<?> message) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        String sessionId = frame == null ? null : frame.getSessionId();
        if (frame == null || !queue.isCurrent(sessionId)) {
            return; // of an abandoned connection
        }
        queue.received(System.nanoTime());
        StompCommand command = frame.getCommand();
        if (command == StompCommand.MESSAGE) {
            received(frame.getFirstNativeHeader(StompHeaderAccessor.STOMP_CONTENT_TYPE_HEADER), (byte[])
                    message.getPayload());
        } else if (command != null) {
            relayThread.execute(() -> {
                if (queue.isCurrent(sessionId)) {
                    queue.received(frame, System.nanoTime());
                }
            });
        }
    }

    private void received(@Nullable String contentType, byte[] body) {
        if (Beacon.CONTENT_TYPE.equals(contentType)) {
            relayThread.execute(() -> beacon.received(body));
        } else if (contentType != null && PeerMemberships.CONTENT_TYPES.contains(contentType)) {
            peers.received(contentType, body);
        } else {
            feeds.deliver(body);
        }
    }

    @Override
    public void connected() {
        interest.verify();
    }

    @Override
    public void live(String run) {
        beacon.live(run, System.nanoTime());
        feeds.queueLive(run);
    }

    @Override
    public void missed() {
        losses.warn("Messages for this node were lost on their way from RabbitMQ; its rooms catch up");
        String run = queue.liveRun();
        feeds.queueLost();
        feeds.queueLive(run);
    }

    @Override
    public void deaf() {
        queue.failed("what is published to it does not arrive", System.nanoTime());
    }

    @Override
    public void lost() {
        beacon.lost();
        feeds.queueLost();
    }

    @Override
    public void ready(String run) {
        lease.begin(run);
        relayThread.execute(() -> queue.exchangeReady(run, System.nanoTime()));
    }

    @Override
    public void bound(String run, List<RoomFeed> bound) {
        relayThread.execute(() -> bound.forEach(feed -> feed.bound(run, queue.liveRun())));
    }

    @Override
    public void start() {
        running = true;
        relayThread.every(TICK_MILLIS, this::tick);
    }

    private void tick() {
        queue.tick(System.nanoTime());
        beacon.tick(System.nanoTime());
    }

    @Override
    public void stop() {
        running = false;
        relayThread.shutdown();
        beacon.shutdown();
        callbacks.shutdown();
        interest.close();
        lease.end();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Same phase as Spring's relay: both stop after the clients' sessions were closed. */
    @Override
    public int getPhase() {
        return RelayConfiguration.PHASE;
    }
}
