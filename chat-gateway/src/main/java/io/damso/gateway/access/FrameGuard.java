package io.damso.gateway.access;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.session.ClientFrames;
import io.damso.gateway.session.Replies;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.StompSession;
import io.damso.protocol.Destination;
import io.damso.protocol.Destinations;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.stereotype.Component;

/**
 * The allow-list for frames of connected clients. A frame passes only if its command is served, its destination follows
 * the grammar and its sender is a member; of its headers only the documented ones travel on. What is refused is answered
 * here and goes no further. May wait for a membership answer, which holds up this session only.
 */
@Component
public final class FrameGuard implements ChannelInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(FrameGuard.class);

    private final Destinations destinations;
    private final Memberships memberships;
    private final Replies replies;

    FrameGuard(GatewayProperties properties, Memberships memberships, Replies replies) {
        this.destinations = properties.destinations();
        this.memberships = memberships;
        this.replies = replies;
    }

    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = ClientFrames.headersOf(message);
        StompSession session = StompSession.of(frame).orElse(null);
        StompCommand command = frame.getCommand();
        if (session == null || command == null) {
            return message; // a heart-beat, or the end of a session that never connected
        }
        boolean passes = switch (command) {
            case CONNECT, STOMP -> true;
            case SEND -> send(session, frame);
            case SUBSCRIBE -> subscribe(session, frame);
            case UNSUBSCRIBE -> unsubscribe(session, frame);
            case DISCONNECT -> disconnect(frame);
            default -> refuse(session, frame, ErrorCode.COMMAND_REFUSED);
        };
        return passes ? message : null;
    }

    private boolean send(StompSession session, StompHeaderAccessor frame) {
        Optional<Destination> destination = destinationOf(frame).flatMap(destinations::parseSend);
        if (destination.isPresent() && destination.get() instanceof Destination.RoomSend(RoomId roomId)) {
            ClientFrames.retainHeaders(frame, "destination", "receipt", "content-type", "content-length");
            return isMember(session, frame, roomId);
        }
        return refuse(session, frame, ErrorCode.DESTINATION_REFUSED);
    }

    private boolean subscribe(StompSession session, StompHeaderAccessor frame) {
        String id = frame.getSubscriptionId();
        if (id == null || id.isEmpty() || id.length() > 128) {
            return refuse(session, frame, ErrorCode.HEADER_REFUSED);
        }
        Destination destination = destinationOf(frame).flatMap(destinations::parseSubscribe).orElse(null);
        if (destination == null) {
            return refuse(session, frame, ErrorCode.DESTINATION_REFUSED);
        }
        if (destination instanceof Destination.RoomMessages(RoomId roomId) && !isMember(session, frame, roomId)) {
            return false;
        }
        if (!session.subscribe(id, destination)) {
            return refuse(session, frame, ErrorCode.HEADER_REFUSED);
        }
        if (destination instanceof Destination.RoomMessages(RoomId roomId)) {
            ClientFrames.retainHeaders(frame, "id", "destination", "receipt");
            frame.setDestination(Destinations.DEFAULT.roomMessages(roomId));
            return true;
        }
        replies.receipt(Request.of(frame));
        return false;
    }

    private boolean unsubscribe(StompSession session, StompHeaderAccessor frame) {
        String id = frame.getSubscriptionId();
        Destination destination = id == null ? null : session.unsubscribe(id);
        if (destination == null) {
            return refuse(session, frame, ErrorCode.HEADER_REFUSED);
        }
        if (destination instanceof Destination.UserErrors) {
            replies.receipt(Request.of(frame));
            return false;
        }
        ClientFrames.retainHeaders(frame, "id", "receipt");
        return true;
    }

    private static boolean disconnect(StompHeaderAccessor frame) {
        ClientFrames.retainHeaders(frame, "receipt");
        return true;
    }

    private static Optional<String> destinationOf(StompHeaderAccessor frame) {
        return Optional.ofNullable(frame.getDestination());
    }

    private boolean isMember(StompSession session, StompHeaderAccessor frame, RoomId roomId) {
        try {
            return memberships.isMember(new MembershipQuestion(roomId.value(), session.getName()))
                    || refuse(session, frame, ErrorCode.NOT_A_MEMBER);
        } catch (MembershipUnknownException e) {
            LOG.debug("Membership in {} unknown for session {}", roomId, session.sessionId(), e);
            return refuse(session, frame, ErrorCode.MEMBERSHIP_UNKNOWN);
        }
    }

    private boolean refuse(StompSession session, StompHeaderAccessor frame, ErrorCode code) {
        LOG.debug("{} of session {} refused: {}", frame.getCommand(), session.sessionId(), code.slug());
        replies.refuse(session, Request.of(frame), code);
        return false;
    }
}
