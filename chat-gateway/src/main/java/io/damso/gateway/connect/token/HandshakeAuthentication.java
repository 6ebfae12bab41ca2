package io.damso.gateway.connect.token;

import io.damso.auth.AuthenticatedUser;
import io.damso.auth.TokenRejectedException;
import io.damso.auth.TokenVerifier;
import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Verifies the token of a handshake, if it has one. Several tokens are refused, so that two components cannot use
 * different ones (RFC 6750 §2). Thread-safe.
 */
@Component
public final class HandshakeAuthentication {

    private static final Audit AUDIT = new Audit();

    private final TokenVerifier tokens;

    HandshakeAuthentication(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    /**
     * Returns the user of the request's token; null if it has none. Removes the tokens from the request.
     *
     * @throws RefusedException if the token is not valid, or there are several
     */
    public @Nullable AuthenticatedUser userOf(HttpServletRequest request) throws RefusedException {
        if (!(request.getAttribute(HandshakeTokens.TOKENS) instanceof List<?> found)) {
            return null;
        }
        request.removeAttribute(HandshakeTokens.TOKENS);
        try {
            return verify(found);
        } catch (TokenRejectedException e) {
            AUDIT.signInRefused(new Actor(null, null, request.getRemoteAddr()), e.code());
            throw new RefusedException(e.code());
        }
    }

    private AuthenticatedUser verify(List<?> found) throws TokenRejectedException {
        if (found.size() != 1) {
            throw new TokenRejectedException(ErrorCode.TOKEN_INVALID, "several tokens in one handshake");
        }
        return tokens.verify(String.valueOf(found.getFirst()));
    }
}
