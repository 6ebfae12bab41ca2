package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.SocketProperties;
import io.damso.gateway.frames.FrameBounds;
import io.damso.gateway.frames.FrameProperties;
import io.damso.gateway.limits.Admission;
import io.damso.gateway.mailbox.Mailboxes;
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

/** Speaks STOMP with the clients of this node, over WebSocket and SockJS alike. */
@Component
public final class StompWebSocketHandler implements WebSocketHandler, SubProtocolCapable {

    /** Attribute of a socket with the {@link AuthenticatedUser} of its handshake, if that had a token. */
    public static final String USER = StompWebSocketHandler.class.getName() + ".user";

    /** Attribute of a WebSocket session: address of its client, as NGINX saw it. */
    public static final String ADDRESS = "damso.client.address";

    private static final Logger LOG = LoggerFactory.getLogger(StompWebSocketHandler.class);
    private static final String SOCKET = StompSocket.class.getName();

    private final Mailboxes mailboxes;
    private final Sessions sessions;
    private final FrameHandler frames;
    private final Replies replies;
    private final FrameBounds bounds;
    private final FrameProperties limits;

    StompWebSocketHandler(
            Mailboxes mailboxes,
            Sessions sessions,
            FrameHandler frames,
            Replies replies,
            SocketProperties properties,
            FrameProperties limits) {
        this.mailboxes = mailboxes;
        this.sessions = sessions;
        this.frames = frames;
        this.replies = replies;
        this.bounds = FrameBounds.of(properties, limits);
        this.limits = limits;
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of("v12.stomp", "v11.stomp", "v10.stomp");
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) throws IOException {
        if (!(socket.getAttributes().remove(Admission.ATTRIBUTE) instanceof Admission admission)
                || !admission.claim()) {
            // The handshake took longer than its place was kept.
            socket.close(StompSession.statusFor(ErrorCode.NODE_BUSY));
            return;
        }
        StompSession session = new StompSession(
                socket.getId(),
                address(socket),
                mailboxes.open(socket, StompSession.statusFor(ErrorCode.SLOW_CONSUMER)),
                replies,
                admission);
        if (socket.getAttributes().remove(USER) instanceof AuthenticatedUser user) {
            session.handshakeUser(user);
        }
        socket.getAttributes().put(SOCKET, new StompSocket(session, frames, replies, bounds, limits));
        sessions.add(session);
    }

    private static String address(WebSocketSession socket) {
        return socket.getAttributes().get(ADDRESS) instanceof String known ? known : "unknown";
    }

    @Override
    public void handleMessage(WebSocketSession socket, WebSocketMessage<?> message) {
        if (!(socket.getAttributes().get(SOCKET) instanceof StompSocket stomp)) {
            return;
        }
        boolean beats = stomp.session().heartbeats().toClientMillis() > 0;
        stomp.received(message);
        if (!beats && stomp.session().heartbeats().toClientMillis() > 0 && socket instanceof SockJsSession sockJs) {
            sockJs.disableHeartbeat(); // STOMP's take their place
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
        return true; // frames are cut anywhere; waiting for whole messages would only cost memory
    }
}
