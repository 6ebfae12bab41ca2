package io.damso.gateway.stomp;

import io.damso.gateway.RefusedException;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Request;
import io.damso.gateway.stomp.frames.FrameRate;
import io.damso.gateway.stomp.frames.FrameReader;
import io.damso.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;

/**
 * Assembles frames from the data of a client's socket, independent of how it is split. Processes one message at a time,
 * also if a SockJS client sends several concurrently. Thread-safe.
 */
final class StompSocket {

    private static final Logger LOG = LoggerFactory.getLogger(StompSocket.class);

    private static final byte[] NOTHING = new byte[0];

    private final ClientSession session;
    private final StompChannel channel;
    private final StompSockets shared;
    private final FrameReader reader;
    private final FrameRate rate = new FrameRate(System.nanoTime());
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Creates the reader of a session's socket.
     *
     * @param channel channel of the session
     */
    StompSocket(ClientSession session, StompChannel channel, StompSockets shared) {
        this.session = session;
        this.channel = channel;
        this.shared = shared;
        this.reader = new FrameReader(shared.bounds(), () -> channel.version().escapes());
    }

    ClientSession session() {
        return session;
    }

    /** Processes a message, a part of a message, or a WebSocket control frame. */
    void received(WebSocketMessage<?> message) {
        lock.lock();
        try {
            receive(message);
        } finally {
            lock.unlock();
        }
    }

    private void receive(WebSocketMessage<?> message) {
        session.received();
        if (session.isEnding() || !isInTime()) {
            return;
        }
        try {
            reader.read(bytesOf(message), this::handle);
            if (reader.isWaiting()) {
                session.awaitsRest(shared.limits().timeout().toNanos());
            } else {
                session.awaitsNothing();
            }
        } catch (RefusedException e) {
            if (!session.isEnding()) {
                LOG.debug("Ending session {} with {}", session.id(), e.code().slug(), e);
                shared.answers().end(session, Request.NONE, e.code());
            }
        }
    }

    /** Counts a WebSocket or STOMP frame. A frame above the rate ends the session. */
    private boolean isInTime() {
        if (rate.take(System.nanoTime(), shared.limits())) {
            return true;
        }
        shared.answers().end(session, null, ErrorCode.TOO_MANY_FRAMES);
        return false;
    }

    private void handle(Message<byte[]> frame) {
        session.awaitsNothing();
        StompHeaderAccessor headers = MessageHeaderAccessor.getAccessor(frame, StompHeaderAccessor.class);
        if (headers == null || session.isEnding() || !isInTime()) {
            return;
        }
        try {
            session.handle(() -> shared.frames().handle(session, channel, headers, frame.getPayload()));
        } catch (RuntimeException e) {
            LOG.error("A frame of session {} failed unexpectedly", session.id(), e);
            shared.answers().end(session, Request.NONE, ErrorCode.INTERNAL);
        }
    }

    private static byte[] bytesOf(WebSocketMessage<?> message) throws RefusedException {
        return switch (message) {
            case TextMessage text -> utf8(text.getPayload());
            case BinaryMessage binary -> {
                ByteBuffer payload = binary.getPayload();
                byte[] bytes = new byte[payload.remaining()];
                payload.get(bytes);
                yield bytes;
            }
            default -> NOTHING;
        };
    }

    /** The JSON of SockJS can escape an unpaired surrogate, which UTF-8 cannot encode. */
    private static byte[] utf8(String text) throws RefusedException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new RefusedException(ErrorCode.MALFORMED_FRAME);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
