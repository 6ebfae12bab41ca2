package io.damso.gateway.session;

import io.damso.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.BufferingStompDecoder;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.messaging.simp.stomp.StompDecoder;
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

    private static final StompDecoder DECODER = new StompDecoder();

    private final StompSession session;
    private final FrameHandler frames;
    private final Replies replies;
    private final BufferingStompDecoder decoder;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean heldCarriageReturn;

    StompSocket(StompSession session, FrameHandler frames, Replies replies, int maxFrameBytes) {
        this.session = session;
        this.frames = frames;
        this.replies = replies;
        this.decoder = new BufferingStompDecoder(DECODER, maxFrameBytes);
    }

    StompSession session() {
        return session;
    }

    void received(WebSocketMessage<?> message) {
        lock.lock();
        try {
            receive(message);
        } finally {
            lock.unlock();
        }
    }

    private void receive(WebSocketMessage<?> message) {
        session.heard();
        ByteBuffer bytes = bytesOf(message);
        if (bytes == null || session.isEnding()) {
            return;
        }
        List<Message<byte[]>> decoded;
        try {
            decoded = decoder.decode(whole(bytes));
        } catch (RuntimeException e) {
            ErrorCode code = codeOf(e);
            LOG.debug("Ending session {} with {}", session.id(), code.slug(), e);
            replies.end(session, Request.NONE, code);
            return;
        }
        decoded.forEach(this::handle);
    }

    private void handle(Message<byte[]> frame) {
        StompHeaderAccessor headers = MessageHeaderAccessor.getAccessor(frame, StompHeaderAccessor.class);
        if (headers == null || session.isEnding()) {
            return;
        }
        try {
            frames.handle(session, headers, frame.getPayload());
        } catch (RuntimeException e) {
            LOG.error("A frame of session {} failed in an unforeseen way", session.id(), e);
            replies.end(session, Request.NONE, ErrorCode.INTERNAL);
        }
    }

    private static @Nullable ByteBuffer bytesOf(WebSocketMessage<?> message) {
        return switch (message) {
            case TextMessage text -> ByteBuffer.wrap(text.getPayload().getBytes(StandardCharsets.UTF_8));
            case BinaryMessage binary -> binary.getPayload();
            default -> null;
        };
    }

    /** Spring's decoder takes the two bytes of an end of line only together, so the first one waits for the second. */
    private ByteBuffer whole(ByteBuffer bytes) {
        ByteBuffer all = bytes;
        if (heldCarriageReturn) {
            all = ByteBuffer.allocate(bytes.remaining() + 1).put((byte) '\r').put(bytes).flip();
        }
        heldCarriageReturn = all.hasRemaining() && all.get(all.limit() - 1) == '\r';
        if (heldCarriageReturn) {
            all.limit(all.limit() - 1);
        }
        return all;
    }

    /** Spring has no type for an oversized frame, only the words of its decoder. */
    private static ErrorCode codeOf(RuntimeException failure) {
        if (failure instanceof StompConversionException && String.valueOf(failure.getMessage()).contains("size limit")) {
            return ErrorCode.FRAME_TOO_LARGE;
        }
        return ErrorCode.MALFORMED_FRAME;
    }
}
