package io.damso.gateway.requests;

import io.damso.auth.AuthenticatedUser;
import io.damso.auth.TokenRejectedException;
import io.damso.auth.TokenVerifier;
import io.damso.edge.audit.Audit;
import io.damso.gateway.RefusedException;
import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Heartbeats;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.Sessions;
import io.damso.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Authenticates a client, or ends its session. Thread-safe. */
@Component
public final class ConnectHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectHandler.class);
    private static final Audit AUDIT = new Audit();

    private final TokenVerifier tokens;
    private final Sessions sessions;
    private final Answers answers;

    ConnectHandler(TokenVerifier tokens, Sessions sessions, Answers answers) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.answers = answers;
    }

    /**
     * Connects the user of the token. If there is no valid token or the user has too many sessions, the session ends.
     *
     * @param authorization value of the header, {@code Bearer <JWT>}; null if there is none
     * @param heartbeats negotiated heart-beats
     */
    public void connect(ClientSession session, @Nullable String authorization, Heartbeats heartbeats) {
        try {
            AuthenticatedUser user = authenticate(session.handshake().user(), authorization);
            session.handshake().place().belongsTo(user.userId());
            session.authenticated(user);
            sessions.connected(session, user.userId());
            AUDIT.signedIn(session.actor());
            session.channel().connected(session.id(), user, heartbeats);
            session.agreed(heartbeats);
        } catch (RefusedException e) {
            LOG.debug(
                    "CONNECT of session {} refused: {}", session.id(), e.code().slug());
            answers.end(session, Request.NONE, e.code());
        } catch (TokenRejectedException e) {
            LOG.debug("CONNECT of session {} refused: {}", session.id(), e.getMessage());
            AUDIT.signInRefused(session.actor(), e.code());
            answers.end(session, Request.NONE, e.code());
        }
    }

    /** Verifies the token of CONNECT, if there is one. It must have the same user as the token of the handshake. */
    private AuthenticatedUser authenticate(@Nullable AuthenticatedUser known, @Nullable String authorization)
            throws TokenRejectedException {
        if (known != null && authorization == null) {
            return known;
        }
        AuthenticatedUser user = tokens.verifyAuthorization(authorization);
        if (known != null && !known.userId().equals(user.userId())) {
            throw new TokenRejectedException(ErrorCode.TOKEN_INVALID, "another user than the handshake's");
        }
        return user;
    }
}
