package io.damso.gateway.relay;

import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.gateway.rooms.RoomMessage;
import io.damso.gateway.rooms.RoomRelay;
import io.damso.gateway.rooms.RoomSink;
import io.damso.protocol.RoomId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
 * The node's relay sessions. The hash of its id assigns a room to a session. MESSAGE frames are passed to their room on
 * the thread of Spring's TCP client that decoded them. The state of all sessions is confined to the thread
 * {@code relay}. State changes of rooms run in order on {@code relay-callbacks}, because they cause answers to clients;
 * so the number of subscribers does not delay heart-beats and reconnects. Thread-safe.
 */
final class RelayPool implements RoomRelay, MessageHandler, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RelayPool.class);
    private static final long TICK_MILLIS = 50;
    private static final String AMQP_MESSAGE_ID = "amqp-message-id";

    private final List<RelaySession> sessions;
    private final Guard guard = new Guard(LOG, "A task of the relay failed unexpectedly; the other tasks continue");
    private final AtomicLong subscriptions = new AtomicLong();
    private final SerialExecutor relayThread = new SerialExecutor("relay", guard);
    private final SerialExecutor callbacks =
            new SerialExecutor("relay-callbacks", new Guard(LOG, "A state change of a room failed unexpectedly"));
    private volatile boolean running;

    /**
     * Creates the pool.
     *
     * @param brokerAvailable whether Spring's relay forwards frames
     * @param hold whether SUBSCRIBEs are delayed although a session is connected
     * @param broker receives the frames for the broker; frames of the broker are passed to {@link #handleMessage}
     */
    RelayPool(
            RelayProperties properties,
            RelayFrames frames,
            BooleanSupplier brokerAvailable,
            SubscribeHold hold,
            Consumer<Message<byte[]>> broker) {
        long now = System.nanoTime();
        this.sessions = IntStream.rangeClosed(1, properties.sessions())
                .mapToObj(i -> new RelaySession(
                        i, frames, properties.heartbeat().toNanos(), now, brokerAvailable, hold, broker))
                .toList();
    }

    /** Returns whether all sessions are connected. */
    boolean isConnected() {
        return sessions.stream().allMatch(RelaySession::isConnected);
    }

    @Override
    public Runnable subscribe(RoomId roomId, RoomSink sink) {
        RelaySession session = sessions.get(Math.floorMod(roomId.hashCode(), sessions.size()));
        RoomFeed feed = new RoomFeed(
                Long.toString(subscriptions.incrementAndGet(), 36), roomId, new HandOverSink(sink, callbacks));
        relayThread.execute(() -> session.subscribe(feed, System.nanoTime()));
        return () -> relayThread.execute(() -> session.unsubscribe(feed, System.nanoTime()));
    }

    /** Handles a frame of the broker, or of Spring's relay, for one of the sessions. */
    @Override
    public void handleMessage(Message<?> message) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        RelaySession session = frame == null ? null : sessionOf(frame.getSessionId());
        if (frame == null || session == null) {
            return; // of an abandoned connection
        }
        session.received(System.nanoTime());
        StompCommand command = frame.getCommand();
        if (command == StompCommand.MESSAGE) {
            deliver(session, frame, (byte[]) message.getPayload());
        } else if (command != null) {
            String sessionId = frame.getSessionId();
            relayThread.execute(() -> {
                if (session.isCurrent(sessionId)) {
                    session.received(frame, System.nanoTime());
                }
            });
        }
    }

    private @Nullable RelaySession sessionOf(@Nullable String sessionId) {
        for (RelaySession session : sessions) {
            if (session.isCurrent(sessionId)) {
                return session;
            }
        }
        return null;
    }

    private static void deliver(RelaySession session, StompHeaderAccessor frame, byte[] body) {
        RoomFeed feed = session.feed(String.valueOf(frame.getSubscriptionId()));
        if (feed == null) {
            return; // the room was unsubscribed
        }
        if (!isUtf8(body)) {
            LOG.error("A message in room {} is not UTF-8 and was not delivered; find its publisher", feed.roomId());
            return;
        }
        feed.sink()
                .message(new RoomMessage(
                        frame.getFirstNativeHeader(AMQP_MESSAGE_ID), frame.getFirstNativeHeader("content-type"), body));
    }

    /** Text frames to clients must be UTF-8; otherwise the clients fail the connection (RFC 6455 §8.1). */
    private static boolean isUtf8(byte[] body) {
        for (byte b : body) {
            if (b < 0) {
                return isDecodable(body);
            }
        }
        return true;
    }

    private static boolean isDecodable(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private void tick() {
        for (RelaySession session : sessions) {
            guard.run(() -> session.tick(System.nanoTime()));
        }
    }

    @Override
    public void start() {
        running = true;
        relayThread.every(TICK_MILLIS, this::tick);
    }

    @Override
    public void stop() {
        running = false;
        relayThread.shutdown();
        callbacks.shutdown();
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
