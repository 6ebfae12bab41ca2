package io.damso.gateway.connect.token;

import io.damso.auth.TokenRejectedException;
import io.damso.auth.TokenVerifier;
import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.gateway.connect.refusal.HandshakeRefusals;
import io.damso.gateway.session.StompWebSocketHandler;
import io.damso.protocol.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Checks the token of a handshake, if it has one, and hands its user to the session. Asked once for each session, over
 * SockJS, too. Several tokens are refused, so that no two parts of the way can take different ones (RFC 6750 §2).
 */
@Component
public final class HandshakeAuthentication implements HandshakeInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeAuthentication.class);

    private static final Audit AUDIT = new Audit();

    private final TokenVerifier tokens;
    private final HandshakeRefusals refusals;

    HandshakeAuthentication(TokenVerifier tokens, HandshakeRefusals refusals) {
        this.tokens = tokens;
        this.refusals = refusals;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        if (!(request instanceof ServletServerHttpRequest servlet)
                || !(servlet.getServletRequest().getAttribute(HandshakeTokens.TOKENS) instanceof List<?> found)) {
            return true;
        }
        servlet.getServletRequest().removeAttribute(HandshakeTokens.TOKENS);
        try {
            if (found.size() != 1) {
                throw new TokenRejectedException(ErrorCode.TOKEN_INVALID, "several tokens in one handshake");
            }
            attributes.put(StompWebSocketHandler.USER, tokens.verify(String.valueOf(found.getFirst())));
            return true;
        } catch (TokenRejectedException e) {
            LOG.debug("Handshake refused: {}", e.getMessage());
            AUDIT.signInRefused(new Actor(null, null, servlet.getServletRequest().getRemoteAddr()), e.code());
            refusals.refuse(e.code(), response);
            return false;
        }
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {
        // nothing was held
    }
}
