package io.damso.gateway.session;

import io.damso.protocol.Destinations;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.Refusal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Frames that the gateway itself sends to a client. Callers do not wait for the socket; a frame for a session that has
 * ended is dropped.
 */
@Component
public final class Replies {

    /** Header of an ERROR frame that holds the slug of an {@link ErrorCode}. */
    public static final String ERROR_CODE_HEADER = "error-code";

    private static final byte[] NO_BODY = new byte[0];

    private final MessageChannel clientOutboundChannel;
    private final JsonMapper json;

    /** Sends over Spring's channel to clients; lazily, since the channel is built from configurers that need this bean. */
    public Replies(@Lazy @Qualifier("clientOutboundChannel") MessageChannel clientOutboundChannel, JsonMapper json) {
        this.clientOutboundChannel = clientOutboundChannel;
        this.json = json;
    }

    /** Builds an ERROR frame; the code's title is all that a client learns (STOMP 1.2 "ERROR"). */
    public static Message<byte[]> errorFrame(ErrorCode code, @Nullable String sessionId, @Nullable String receipt) {
        StompHeaderAccessor error = StompHeaderAccessor.create(StompCommand.ERROR);
        error.setMessage(code.title());
        error.setNativeHeader(ERROR_CODE_HEADER, code.slug());
        if (receipt != null) {
            error.setReceiptId(receipt);
        }
        return frame(error, sessionId, NO_BODY);
    }

    /** Answers a frame's {@code receipt} header, if it has one (STOMP 1.2 "RECEIPT"). */
    public void receipt(Request request) {
        if (request.receipt() != null) {
            StompHeaderAccessor accessor = StompHeaderAccessor.create(StompCommand.RECEIPT);
            accessor.setReceiptId(request.receipt());
            clientOutboundChannel.send(frame(accessor, request.sessionId(), NO_BODY));
        }
    }

    /** Refuses one frame. Nobody is told if the client did not subscribe to {@link Destinations#USER_ERRORS}. */
    public void refuse(StompSession session, Request request, ErrorCode code) {
        session.errorsSubscription().ifPresent(subscription -> {
            StompHeaderAccessor accessor = StompHeaderAccessor.create(StompCommand.MESSAGE);
            accessor.setSubscriptionId(subscription);
            accessor.setDestination(Destinations.USER_ERRORS);
            accessor.setMessageId(UUID.randomUUID().toString());
            accessor.setContentType(MimeTypeUtils.APPLICATION_JSON);
            Refusal refusal = Refusal.of(code, request.destination(), request.receipt());
            clientOutboundChannel.send(frame(accessor, session.sessionId(), json.writeValueAsBytes(refusal)));
        });
    }

    /** Sends ERROR and lets the socket close behind it. */
    public void endSession(Request request, ErrorCode code) {
        clientOutboundChannel.send(errorFrame(code, request.sessionId(), request.receipt()));
    }

    private static Message<byte[]> frame(StompHeaderAccessor accessor, @Nullable String sessionId, byte[] body) {
        accessor.setSessionId(sessionId);
        accessor.setLeaveMutable(true);
        return MessageBuilder.createMessage(body, accessor.getMessageHeaders());
    }
}
