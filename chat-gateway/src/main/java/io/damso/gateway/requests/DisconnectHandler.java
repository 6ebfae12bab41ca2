package io.damso.gateway.requests;

import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Request;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/** Handles DISCONNECT. Thread-safe. */
@Component
public final class DisconnectHandler {

    private final Answers answers;

    DisconnectHandler(Answers answers) {
        this.answers = answers;
    }

    /**
     * Ends the session. The receipt is sent after the answers to all earlier requests (STOMP 1.2 "DISCONNECT"); then
     * the client closes the socket. Without a receipt the gateway closes it.
     */
    public void disconnect(ClientSession session, Request request) {
        session.ignoreRequests();
        session.pendingAnswers().whenDone(() -> {
            if (request.receipt() == null) {
                session.close(CloseStatus.NORMAL);
            } else {
                answers.receipt(session, request);
                session.closeAfterClient();
            }
        });
    }
}
