package io.damso.gateway.session;

import io.damso.protocol.ErrorCode;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.messaging.StompSubProtocolErrorHandler;

/**
 * Makes every ERROR frame carry a code of ours, whether Spring's decoder, Spring's relay or RabbitMQ raised it. Neither
 * exception texts nor the broker's words reach a client.
 */
@Component
public final class CodedErrorHandler extends StompSubProtocolErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CodedErrorHandler.class);
    private static final long WRITER_FINISHES_NANOS = 50_000_000;

    @Override
    public @Nullable Message<byte[]> handleClientMessageProcessingError(
            @Nullable Message<byte[]> clientMessage, Throwable failure) {
        StompHeaderAccessor request = clientMessage == null ? null : ClientFrames.headersOf(clientMessage);
        ErrorCode code = codeOf(failure);
        // Spring closes right behind the ERROR, and drops it if another frame is still being written at that moment.
        // This is the socket's own virtual thread, and the session ends: the pause costs nobody else anything.
        LockSupport.parkNanos(WRITER_FINISHES_NANOS);
        LOG.debug("Ending session {} with {}", request == null ? "?" : request.getSessionId(), code.slug(), failure);
        return Replies.errorFrame(
                code, request == null ? null : request.getSessionId(), request == null ? null : request.getReceipt());
    }

    /** Spring has no type for an oversized frame, only the words of its decoder. */
    private static ErrorCode codeOf(Throwable failure) {
        if (failure instanceof StompConversionException && String.valueOf(failure.getMessage()).contains("size limit")) {
            return ErrorCode.FRAME_TOO_LARGE;
        }
        return ErrorCode.MALFORMED_FRAME;
    }

    @Override
    public @Nullable Message<byte[]> handleErrorMessageToClient(Message<byte[]> errorMessage) {
        StompHeaderAccessor accessor = ClientFrames.headersOf(errorMessage);
        if (accessor.getFirstNativeHeader(Replies.ERROR_CODE_HEADER) != null) {
            return errorMessage;
        }
        LOG.debug("The broker ended session {}: {}", accessor.getSessionId(), accessor.getMessage());
        return Replies.errorFrame(ErrorCode.BROKER_LOST, accessor.getSessionId(), accessor.getReceiptId());
    }
}
