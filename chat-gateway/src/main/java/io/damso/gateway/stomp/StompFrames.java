package io.damso.gateway.stomp;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.SocketProperties;
import io.damso.gateway.requests.ClientRequests;
import io.damso.gateway.requests.JoinRequest;
import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Heartbeats;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.clock.SessionClock;
import io.damso.gateway.stomp.frames.HeaderFirewall;
import io.damso.protocol.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Checks the frames of a client and calls the handler of each request. CONNECT in a connected session, and any other
 * frame before CONNECT, end the session. Other violations are refused. Thread-safe.
 */
@Component
final class StompFrames {

    private final ClientRequests requests;
    private final SessionClock clock;
    private final Answers answers;
    private final long heartbeatMillis;

    StompFrames(ClientRequests requests, SessionClock clock, Answers answers, SocketProperties properties) {
        this.requests = requests;
        this.clock = clock;
        this.answers = answers;
        this.heartbeatMillis = properties.clientHeartbeat().toMillis();
    }

    /**
     * Handles one frame. Frames of a session are handled one at a time.
     *
     * @param channel channel of the session
     */
    void handle(ClientSession session, StompChannel channel, StompHeaderAccessor frame, byte[] body) {
        StompCommand command = frame.getCommand();
        if (command == null) {
            return; // a heart-beat
        }
        Request request = new Request(frame.getDestination(), frame.getReceipt());
        AuthenticatedUser user = session.user();
        boolean connects = command == StompCommand.CONNECT || command == StompCommand.STOMP;
        if (connects != (user == null)) {
            answers.end(session, request, ErrorCode.MALFORMED_FRAME);
        } else if (user == null) {
            connect(session, channel, frame);
        } else if (!clock.endIfExpired(session)) {
            try {
                requireWritable(request.receipt());
                requireWritable(frame.getSubscriptionId());
                HeaderFirewall.check(command, frame.toNativeHeaderMap());
                requireId(channel.version(), command, frame.getSubscriptionId());
                if (session.isDraining() && command != StompCommand.DISCONNECT) {
                    answers.refuseDraining(session, request);
                    return;
                }
                serve(session, user, frame, request, body);
            } catch (RefusedException e) {
                answers.refuse(session, request, e);
            }
        }
    }

    private void connect(ClientSession session, StompChannel channel, StompHeaderAccessor frame) {
        Optional<StompVersion> version = StompVersion.negotiate(frame.getFirstNativeHeader("accept-version"));
        Optional<Heartbeats> heartbeats =
                HeartbeatHeader.negotiate(frame.getFirstNativeHeader("heart-beat"), heartbeatMillis);
        if (version.isEmpty() || heartbeats.isEmpty()) {
            answers.end(
                    session,
                    Request.NONE,
                    version.isEmpty() ? ErrorCode.VERSION_UNSUPPORTED : ErrorCode.MALFORMED_FRAME);
            return;
        }
        channel.agreed(version.get());
        requests.connect().connect(session, frame.getFirstNativeHeader("Authorization"), heartbeats.get());
    }

    /**
     * Refuses control characters in values that are written back: STOMP 1.0 has no escapes, and NUL ends the frame in
     * every version.
     */
    private static void requireWritable(@Nullable String value) throws RefusedException {
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
    }

    /** Requires an id for UNSUBSCRIBE. Only STOMP 1.0 identifies subscriptions by their destination ("UNSUBSCRIBE"). */
    private static void requireId(StompVersion version, StompCommand command, @Nullable String id)
            throws RefusedException {
        if (command == StompCommand.UNSUBSCRIBE && id == null && version.needsSubscriptionId()) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
    }

    private static JoinRequest joinOf(StompHeaderAccessor frame) {
        return new JoinRequest(
                frame.getFirstNativeHeader("resume-after"),
                frame.getFirstNativeHeader("history"),
                frame.getFirstNativeHeader("resume"));
    }

    private void serve(
            ClientSession session, AuthenticatedUser user, StompHeaderAccessor frame, Request request, byte[] body)
            throws RefusedException {
        switch (frame.getCommand()) {
            case SEND -> requests.send().send(session, user, request, body);
            case SUBSCRIBE ->
                requests.subscribe().subscribe(session, user, frame.getSubscriptionId(), request, joinOf(frame));
            case UNSUBSCRIBE -> requests.unsubscribe().unsubscribe(session, frame.getSubscriptionId(), request);
            case DISCONNECT -> requests.disconnect().disconnect(session, request);
            case null, default -> throw new RefusedException(ErrorCode.COMMAND_REFUSED);
        }
    }
}
