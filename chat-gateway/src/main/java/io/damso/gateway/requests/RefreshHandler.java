package io.damso.gateway.requests;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.lifetime.TokenRefresh;
import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Request;
import org.springframework.stereotype.Component;

/** Replaces the token of a session. Thread-safe. */
@Component
final class RefreshHandler {

    private final TokenRefresh refreshes;
    private final Answers answers;

    RefreshHandler(TokenRefresh refreshes, Answers answers) {
        this.refreshes = refreshes;
        this.answers = answers;
    }

    /**
     * Replaces the token. If the session has ended with its token, there is no answer.
     *
     * @throws RefusedException if the token is not valid, has ended or belongs to another user
     */
    void refresh(ClientSession session, AuthenticatedUser user, Request request, byte[] body) throws RefusedException {
        if (session.authenticated(refreshes.read(user, body))) {
            answers.receipt(session, request);
        }
    }
}
