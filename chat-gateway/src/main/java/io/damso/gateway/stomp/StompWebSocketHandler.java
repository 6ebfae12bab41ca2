package io.damso.gateway.stomp;

import io.damso.gateway.limits.Refusals;
import io.damso.gateway.mailbox.Mailbox;
import io.damso.gateway.mailbox.Mailboxes;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Handshake;
import io.damso.gateway.session.Sessions;
import io.damso.gateway.session.Subscriptions;
import io.damso.protocol.ErrorCode;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.sockjs.transport.SockJsSession;

/** Serves STOMP over WebSocket and SockJS. Thread-safe. */
@Component
public final class StompWebSocketHandler implements WebSocketHandler, SubProtocolCapable {

    private static final Logger LOG = LoggerFactory.getLogger(StompWebSocketHandler.class);
    private static final String SOCKET = StompSocket.class.getName();

    private final Mailboxes mailboxes;
    private final Sessions sessions;
    private final ReplyFrames frames;
    private final StompSockets sockets;
    private final Runnable tooSlow;

    StompWebSocketHandler(
            Mailboxes mailboxes, Sessions sessions, ReplyFrames frames, StompSockets sockets, Refusals refusals) {
        this.mailboxes = mailboxes;
        this.sessions = sessions;
        this.frames = frames;
        this.sockets = sockets;
        this.tooSlow = () -> refusals.count(ErrorCode.SLOW_CONSUMER);
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of("v12.stomp", "v11.stomp", "v10.stomp");
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) throws IOException {
        if (!(socket.getAttributes().remove(Handshake.ATTRIBUTE) instanceof Handshake handshake)
                || !handshake.place().claim()) {
            // The place was freed, because the handshake took too long.
            socket.close(ClientSession.statusFor(ErrorCode.NODE_BUSY));
            return;
        }
        Mailbox mailbox = mailboxes.open(socket, ClientSession.statusFor(ErrorCode.SLOW_CONSUMER), tooSlow);
        Subscriptions subscriptions = new Subscriptions();
        StompChannel channel = new StompChannel(mailbox, subscriptions, frames);
        ClientSession session = new ClientSession(socket.getId(), handshake, mailbox, subscriptions, channel);
        socket.getAttributes().put(SOCKET, new StompSocket(session, channel, sockets));
        sessions.add(session);
    }

    @Override
    public void handleMessage(WebSocketSession socket, WebSocketMessage<?> message) {
        if (!(socket.getAttributes().get(SOCKET) instanceof StompSocket stomp)) {
            return;
        }
        boolean beats = stomp.session().heartbeats().toClientMillis() > 0;
        stomp.received(message);
        if (!beats && stomp.session().heartbeats().toClientMillis() > 0 && socket instanceof SockJsSession sockJs) {
            sockJs.disableHeartbeat(); // replaced by the heart-beats of STOMP
        }
    }

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable failure) {
        LOG.debug("Socket of session {} failed", socket.getId(), failure);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        if (socket.getAttributes().remove(SOCKET) instanceof StompSocket stomp) {
            LOG.debug("Session {} ended: {}", socket.getId(), status);
            sessions.remove(stomp.session());
            stomp.session().closed();
        }
    }

    @Override
    public boolean supportsPartialMessages() {
        return true; // frames may be split anywhere; complete messages would only need memory
    }
}
