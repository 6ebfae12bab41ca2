package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.GatewayProperties;
import io.damso.gateway.access.LiveAccess;
import io.damso.protocol.Destination;
import io.damso.protocol.Destinations;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes back from sessions of this node what their users may no longer have. */
@Component
final class Removals implements LiveAccess {

    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

    private final Sessions sessions;
    private final Replies replies;
    private final Destinations destinations;

    Removals(Sessions sessions, Replies replies, GatewayProperties properties) {
        this.sessions = sessions;
        this.replies = replies;
        this.destinations = properties.destinations();
    }

    @Override
    public Set<MembershipQuestion> memberships() {
        Set<MembershipQuestion> memberships = new HashSet<>();
        for (StompSession session : sessions.all()) {
            AuthenticatedUser user = session.user();
            if (user != null) {
                for (Destination destination : session.subscriptions().destinations()) {
                    if (destination instanceof Destination.RoomMessages(RoomId roomId)) {
                        memberships.add(new MembershipQuestion(roomId.value(), user.userId().value()));
                    }
                }
            }
        }
        return memberships;
    }

    @Override
    public void membershipEnded(RoomId roomId, UserId user) {
        for (StompSession session : sessions.of(user)) {
            if (session.subscriptions().end(new Destination.RoomMessages(roomId))) {
                LOG.debug("Session {} is no longer subscribed to room {}", session.id(), roomId);
                replies.notice(session, ErrorCode.MEMBERSHIP_ENDED, destinations.roomMessages(roomId));
            }
        }
    }

    @Override
    public void sessionsEnded(UserId user) {
        List<StompSession> cutOff = sessions.of(user);
        LOG.info("An administrator ended {} sessions of one user", cutOff.size());
        cutOff.forEach(session -> replies.dismiss(session, ErrorCode.SESSION_ENDED_BY_ADMIN));
    }
}
