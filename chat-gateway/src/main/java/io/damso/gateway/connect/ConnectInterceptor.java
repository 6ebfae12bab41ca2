package io.damso.gateway.connect;

import io.damso.auth.TokenRejectedException;
import io.damso.auth.TokenVerifier;
import io.damso.gateway.session.ClientFrames;
import io.damso.gateway.session.Replies;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.StompSession;
import io.damso.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.stereotype.Component;

/**
 * Lets a CONNECT pass that carries a valid token, and ends every session that has none. Refusals are sent from here: with
 * ordered receiving, Spring only logs what an interceptor throws.
 */
@Component
final class ConnectInterceptor implements ChannelInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectInterceptor.class);
    private static final String AUTHORIZATION = "Authorization";

    private final TokenVerifier tokens;
    private final Replies replies;

    ConnectInterceptor(TokenVerifier tokens, Replies replies) {
        this.tokens = tokens;
        this.replies = replies;
    }

    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = ClientFrames.headersOf(message);
        StompCommand command = frame.getCommand();
        if (StompCommand.CONNECT.equals(command) || StompCommand.STOMP.equals(command)) {
            return connect(frame) ? message : null;
        }
        if (command != null && !StompCommand.DISCONNECT.equals(command) && StompSession.of(frame).isEmpty()) {
            replies.endSession(Request.of(frame), ErrorCode.TOKEN_MISSING);
            return null;
        }
        return message;
    }

    private boolean connect(StompHeaderAccessor frame) {
        try {
            StompSession.open(frame, tokens.verifyAuthorization(frame.getFirstNativeHeader(AUTHORIZATION)));
        } catch (TokenRejectedException e) {
            LOG.debug("CONNECT of session {} refused: {}", frame.getSessionId(), e.code().slug(), e);
            replies.endSession(Request.of(frame), e.code());
            return false;
        }
        ClientFrames.retainHeaders(frame, "accept-version", "heart-beat");
        // The broker must not expect heart-beats of a client whose SENDs it never sees; the gateway's CONNECTED asks for
        // them on its own account.
        frame.setHeartbeat(0, frame.getHeartbeat()[1]);
        return true;
    }
}
