package io.damso.gateway.requests;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.access.DestinationGuard;
import io.damso.gateway.limits.SendRates;
import io.damso.gateway.send.SendProperties;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Request;
import io.damso.protocol.Destination;
import io.damso.protocol.RoomId;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Handles SEND: checks the rate and the destination, and calls the handler of the destination. Thread-safe. */
@Component
public final class SendHandler {

    private final SendRates rates;
    private final DestinationGuard guard;
    private final RoomSendHandler rooms;
    private final RefreshHandler refreshes;
    private final Duration waitForSubscribe;

    SendHandler(
            SendRates rates,
            DestinationGuard guard,
            RoomSendHandler rooms,
            RefreshHandler refreshes,
            SendProperties properties) {
        this.rates = rates;
        this.guard = guard;
        this.rooms = rooms;
        this.refreshes = refreshes;
        this.waitForSubscribe = properties.waitForSubscribe();
    }

    /**
     * Handles one SEND. Blocks while an earlier SUBSCRIBE of the session to the same room or a membership question is
     * unanswered, which delays only this session.
     *
     * @throws RefusedException if the rate is exceeded, or the destination or the body is refused
     */
    public void send(ClientSession session, AuthenticatedUser user, Request request, byte[] body)
            throws RefusedException {
        rates.take(session.sends(rates), user.userId());
        switch (guard.parseSend(request.destination())) {
            case Destination.RoomSend(RoomId roomId) -> {
                session.pendingSubscribes().await(roomId, waitForSubscribe);
                guard.requireSender(user.userId(), roomId); // behind the wait, in which the user may be removed
                rooms.send(session, user.userId(), roomId, request, body);
            }
            case Destination.SessionRefresh() -> refreshes.refresh(session, user, request, body);
        }
    }
}
