package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.edge.audit.Audit;
import io.damso.gateway.EncodedFrames;
import io.damso.gateway.GatewayProperties;
import io.damso.gateway.limits.Refusals;
import io.damso.protocol.DeliveryChanged;
import io.damso.protocol.Destination;
import io.damso.protocol.Destinations;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.Refusal;
import io.damso.protocol.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Frames that the gateway itself sends to a client. Nobody waits for the socket; a frame for a session that has ended is
 * dropped. Values that a client chose are put into frames as its version writes them, which Spring's encoder cannot.
 */
@Component
final class Replies {

    private static final Audit AUDIT = new Audit();
    private static final String ERROR_CODE_HEADER = "error-code";
    private static final byte[] NO_BODY = new byte[0];

    private final StompEncoder encoder = new StompEncoder();
    private final GatewayProperties properties;
    private final Destinations destinations;
    private final JsonMapper json;
    private final Refusals refusals;

    Replies(GatewayProperties properties, JsonMapper json, Refusals refusals) {
        this.properties = properties;
        this.destinations = properties.destinations();
        this.json = json;
        this.refusals = refusals;
    }

    /** Answers CONNECT (STOMP 1.2 "CONNECTED"). */
    void connected(StompSession session, AuthenticatedUser user) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.CONNECTED);
        frame.setVersion(session.version().number());
        frame.setNativeHeader("heart-beat", session.heartbeats().header());
        frame.setNativeHeader("session", session.id());
        frame.setNativeHeader("server", "damso");
        frame.setNativeHeader("user-name", user.getName());
        if (properties.revealNode()) {
            frame.setNativeHeader("node", properties.node());
        }
        session.send(encode(frame, NO_BODY));
    }

    /** Answers a frame's {@code receipt} header, if it has one (STOMP 1.2 "RECEIPT"). */
    void receipt(StompSession session, Request request) {
        if (request.receipt() != null) {
            byte[] frame = encode(StompHeaderAccessor.create(StompCommand.RECEIPT), NO_BODY);
            session.send(insert(frame, session.version().header("receipt-id", request.receipt())));
        }
    }

    /** Refuses one frame. Nobody is told if the client did not subscribe to {@link Destinations#USER_ERRORS}. */
    void refuse(StompSession session, Request request, ErrorCode code) {
        refusals.count(code);
        message(session, new Destination.UserErrors(), Destinations.USER_ERRORS,
                Refusal.of(code, request.destination(), request.receipt()));
    }

    /**
     * Tells a client what no frame of it caused.
     *
     * @param destination of the subscription that ended, if one did
     * @return whether it subscribed to {@link Destinations#USER_ERRORS}, where it is told
     */
    boolean notice(StompSession session, ErrorCode code, @Nullable String destination) {
        return message(session, new Destination.UserErrors(), Destinations.USER_ERRORS,
                Refusal.of(code, destination, null));
    }

    /** Says what became of the subscriptions to a room, if the client wants to know. */
    void notify(StompSession session, String type, RoomId roomId) {
        message(session, new Destination.UserNotifications(), Destinations.USER_NOTIFICATIONS,
                new DeliveryChanged(type, destinations.roomMessages(roomId)));
    }

    private boolean message(StompSession session, Destination listensTo, String destination, Object body) {
        String subscription = session.subscriptions().headerFor(listensTo);
        if (subscription == null) {
            return false;
        }
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.MESSAGE);
        frame.setNativeHeader("message-id", UUID.randomUUID().toString());
        frame.setNativeHeader("destination", destination);
        frame.setNativeHeader("content-type", "application/json");
        session.send(insert(encode(frame, json.writeValueAsBytes(body)), subscription));
        return true;
    }

    /** Sends ERROR and closes the socket behind it; the code's title is all that a client learns (STOMP 1.2 "ERROR"). */
    void end(StompSession session, Request request, ErrorCode code) {
        auditEnd(session, code);
        byte[] frame = error(code);
        String receipt = request.receipt();
        session.close(
                receipt == null ? frame : insert(frame, session.version().header("receipt-id", receipt)),
                CloseStatus.PROTOCOL_ERROR);
    }

    /** As {@link #end}, where the client sent nothing wrong: the close, too, says why. */
    void dismiss(StompSession session, ErrorCode code) {
        auditEnd(session, code);
        session.close(error(code), StompSession.statusFor(code));
    }

    /** Of users only: what a stranger did wrong is a refused sign-in, or nobody's. */
    private static void auditEnd(StompSession session, ErrorCode code) {
        if (session.user() != null && !session.isEnding()) {
            AUDIT.sessionEnded(session.actor(), code);
        }
    }

    private byte[] error(ErrorCode code) {
        refusals.count(code);
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.ERROR);
        frame.setNativeHeader("message", code.title());
        frame.setNativeHeader(ERROR_CODE_HEADER, code.slug());
        if (code == ErrorCode.VERSION_UNSUPPORTED) {
            frame.setNativeHeader("version", StompVersion.ALL);
        }
        return encode(frame, NO_BODY);
    }

    /** Closes the socket of a client that could not read an ERROR frame; the code is the reason of the close. */
    void expel(StompSession session, ErrorCode code) {
        auditEnd(session, code);
        refusals.count(code);
        session.close(StompSession.statusFor(code));
    }

    private byte[] encode(StompHeaderAccessor frame, byte[] body) {
        return encoder.encode(frame.getMessageHeaders(), body);
    }

    private static byte[] insert(byte[] frame, String header) {
        return EncodedFrames.withHeader(frame, header.getBytes(StandardCharsets.UTF_8));
    }
}
