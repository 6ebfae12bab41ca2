package io.damso.gateway.relay;

import io.damso.gateway.rooms.RoomMessage;
import io.damso.gateway.rooms.RoomRelay;
import io.damso.gateway.rooms.RoomSink;
import io.damso.protocol.RoomId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
 * The node's sessions to the broker. A room is carried by the session that its id hashes to. MESSAGE frames go straight
 * to their room on the thread that read them; everything else happens on one thread, so that no state needs a lock.
 */
final class RelayPool implements RoomRelay, MessageHandler, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RelayPool.class);
    private static final long TICK_MILLIS = 50;
    private static final String AMQP_MESSAGE_ID = "amqp-message-id";

    private final List<RelaySession> sessions;
    private final AtomicLong subscriptions = new AtomicLong();
    private final ScheduledThreadPoolExecutor relayThread =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("relay").factory());
    private volatile boolean running;

    /**
     * Creates the pool.
     *
     * @param brokerAvailable whether Spring's relay would pass frames on
     * @param broker takes frames for the broker; answers come to {@link #handleMessage}
     */
    RelayPool(
            RelayProperties properties,
            RelayFrames frames,
            BooleanSupplier brokerAvailable,
            Consumer<Message<byte[]>> broker) {
        long now = System.nanoTime();
        this.sessions = IntStream.rangeClosed(1, properties.sessions())
                .mapToObj(i -> new RelaySession(i, frames, properties.heartbeat().toNanos(), now, brokerAvailable, broker))
                .toList();
    }

    /** Returns whether every session is connected. */
    boolean isConnected() {
        return sessions.stream().allMatch(RelaySession::isConnected);
    }

    @Override
    public Runnable subscribe(RoomId roomId, RoomSink sink) {
        RelaySession session = sessions.get(Math.floorMod(roomId.hashCode(), sessions.size()));
        RoomFeed feed = new RoomFeed(Long.toString(subscriptions.incrementAndGet(), 36), roomId, sink);
        onRelayThread(() -> session.subscribe(feed, System.nanoTime()));
        return () -> onRelayThread(() -> session.unsubscribe(feed, System.nanoTime()));
    }

    /** Takes a frame of the broker, or of Spring's relay, for one of the sessions. */
    @Override
    public void handleMessage(Message<?> message) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        RelaySession session = frame == null ? null : sessionOf(frame.getSessionId());
        if (frame == null || session == null) {
            return; // of a connection that was given up
        }
        session.heard(System.nanoTime());
        StompCommand command = frame.getCommand();
        if (command == StompCommand.MESSAGE) {
            deliver(session, frame, (byte[]) message.getPayload());
        } else if (command != null) {
            String sessionId = frame.getSessionId();
            onRelayThread(() -> {
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
            return; // left a moment ago
        }
        if (!isUtf8(body)) {
            LOG.error("A message in room {} is not UTF-8 and was not delivered; look who publishes it", feed.roomId());
            return;
        }
        feed.sink().message(new RoomMessage(
                frame.getFirstNativeHeader(AMQP_MESSAGE_ID), frame.getFirstNativeHeader("content-type"), body));
    }

    /** Clients get text frames, which must be UTF-8, or their sockets fail (RFC 6455 §8.1). */
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
        try {
            for (RelaySession session : sessions) {
                session.tick(System.nanoTime());
            }
        } catch (RuntimeException e) {
            LOG.error("The relay's clock stumbled", e); // and must tick on
        }
    }

    private void onRelayThread(Runnable task) {
        try {
            relayThread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("A change of the relay failed", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The relay has stopped", e);
        }
    }

    @Override
    public void start() {
        running = true;
        relayThread.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        relayThread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** With Spring's relay, after clients were sent away. */
    @Override
    public int getPhase() {
        return RelayConfiguration.PHASE;
    }
}
