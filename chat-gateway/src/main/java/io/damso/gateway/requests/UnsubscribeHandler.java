package io.damso.gateway.requests;

import io.damso.gateway.RefusedException;
import io.damso.gateway.access.DestinationGuard;
import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.Subscription;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Handles UNSUBSCRIBE. Thread-safe. */
@Component
public final class UnsubscribeHandler {

    private final DestinationGuard guard;
    private final Answers answers;

    UnsubscribeHandler(DestinationGuard guard, Answers answers) {
        this.guard = guard;
        this.answers = answers;
    }

    /**
     * Ends a subscription by its id, or without an id by its destination. The destination identifies only subscriptions
     * without an id.
     *
     * @param id subscription id; null if the client gave none
     * @throws RefusedException if there is no such subscription
     */
    public void unsubscribe(ClientSession session, @Nullable String id, Request request) throws RefusedException {
        Subscription ended = id == null && request.destination() != null
                ? session.subscriptions().removeWithoutId(guard.parseSubscribe(request.destination()))
                : session.subscriptions().remove(id);
        ended.cancel();
        answers.receipt(session, request);
    }
}
