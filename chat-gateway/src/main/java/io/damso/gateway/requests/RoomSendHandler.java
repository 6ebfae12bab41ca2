package io.damso.gateway.requests;

import io.damso.gateway.RefusedException;
import io.damso.gateway.limits.SendCount;
import io.damso.gateway.limits.SendRates;
import io.damso.gateway.send.RoomSender;
import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Request;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import org.springframework.stereotype.Component;

/** Sends messages to rooms and answers when the broker has confirmed them. Thread-safe. */
@Component
final class RoomSendHandler {

    private final SendRates rates;
    private final RoomSender sender;
    private final Answers answers;

    RoomSendHandler(SendRates rates, RoomSender sender, Answers answers) {
        this.rates = rates;
        this.sender = sender;
        this.answers = answers;
    }

    /**
     * Sends a message of a member. Does not wait for the confirm.
     *
     * @throws RefusedException if the session has too many unconfirmed messages
     */
    void send(ClientSession session, UserId user, RoomId roomId, Request request, byte[] body) throws RefusedException {
        SendCount count = session.sends(rates);
        count.sent();
        answers.whenSent(
                session, request, sender.send(roomId, user, body).whenComplete((id, failure) -> count.settled()));
    }
}
