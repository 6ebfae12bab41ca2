package io.damso.gateway.session;

import io.damso.gateway.RefusedException;
import io.damso.gateway.frames.FrameBounds;
import io.damso.gateway.frames.FrameProperties;
import io.damso.gateway.frames.FrameRate;
import io.damso.gateway.frames.FrameReader;
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
 * Makes frames of what a client's socket brings, however it is cut. One message after the other, also where a SockJS
 * client posts several at once.
 */
final class StompSocket {

    private static final Logger LOG = LoggerFactory.getLogger(StompSocket.class);

    private static final byte[] NOTHING = new byte[0];

    private final StompSession session;
    private final FrameHandler frames;
    private final Replies replies;
    private final FrameProperties limits;
    private final FrameReader reader;
    private final FrameRate rate = new FrameRate(System.nanoTime());
    private final ReentrantLock lock = new ReentrantLock();

    StompSocket(
            StompSession session, FrameHandler frames, Replies replies, FrameBounds bounds, FrameProperties limits) {
        this.session = session;
        this.frames = frames;
        this.replies = replies;
        this.limits = limits;
        this.reader = new FrameReader(bounds);
    }

    StompSession session() {
        return session;
    }

    /** Takes a message, a part of one, or a ping. */
    void received(WebSocketMessage<?> message) {
        lock.lock();
        try {
            receive(bytesOf(message));
        } finally {
            lock.unlock();
        }
    }

    private void receive(byte[] bytes) {
        session.heard();
        if (session.isEnding() || !isInTime()) {
            return;
        }
        try {
            reader.read(bytes, this::handle);
            session.waitsForRestOfFrame(reader.isWaiting());
        } catch (RefusedException e) {
            if (!session.isEnding()) {
                LOG.debug("Ending session {} with {}", session.id(), e.code().slug(), e);
                replies.end(session, Request.NONE, e.code());
            }
        }
    }

    /** Counts a frame, WebSocket's or STOMP's; one too many ends the session. */
    private boolean isInTime() {
        if (rate.take(System.nanoTime(), limits)) {
            return true;
        }
        replies.expel(session, ErrorCode.TOO_MANY_FRAMES);
        return false;
    }

    private void handle(Message<byte[]> frame) {
        session.waitsForRestOfFrame(false);
        StompHeaderAccessor headers = MessageHeaderAccessor.getAccessor(frame, StompHeaderAccessor.class);
        if (headers == null || session.isEnding() || !isInTime()) {
            return;
        }
        try {
            frames.handle(session, headers, frame.getPayload());
        } catch (RuntimeException e) {
            LOG.error("A frame of session {} failed in an unforeseen way", session.id(), e);
            replies.end(session, Request.NONE, ErrorCode.INTERNAL);
        }
    }

    private static byte[] bytesOf(WebSocketMessage<?> message) {
        return switch (message) {
            case TextMessage text -> text.getPayload().getBytes(StandardCharsets.UTF_8);
            case BinaryMessage binary -> {
                ByteBuffer payload = binary.getPayload();
                byte[] bytes = new byte[payload.remaining()];
                payload.get(bytes);
                yield bytes;
            }
            default -> NOTHING;
        };
    }
}
