package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.membership.LiveAccess;
import io.damso.protocol.Destination;
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

/**
 * Revokes access of sessions on this node: cancels subscriptions when a membership ends, and ends sessions on the
 * request of an administrator. Thread-safe.
 */
@Component
final class AccessRevocation implements LiveAccess {

    private static final Logger LOG = LoggerFactory.getLogger(AccessRevocation.class);

    private final Sessions sessions;
    private final Answers answers;

    AccessRevocation(Sessions sessions, Answers answers) {
        this.sessions = sessions;
        this.answers = answers;
    }

    @Override
    public Set<MembershipQuestion> memberships() {
        Set<MembershipQuestion> memberships = new HashSet<>();
        sessions.forEach(session -> addMemberships(session, memberships));
        return memberships;
    }

    private static void addMemberships(ClientSession session, Set<MembershipQuestion> memberships) {
        AuthenticatedUser user = session.user();
        if (user == null) {
            return;
        }
        for (Destination.ForSubscribe destination : session.subscriptions().destinations()) {
            switch (destination) {
                case Destination.RoomMessages(RoomId roomId) ->
                    memberships.add(
                            new MembershipQuestion(roomId.value(), user.userId().value()));
                case Destination.UserErrors() -> {}
                case Destination.UserNotifications() -> {}
            }
        }
    }

    @Override
    public void membershipEnded(RoomId roomId, UserId user) {
        for (ClientSession session : sessions.of(user)) {
            for (String spelling : session.subscriptions().end(new Destination.RoomMessages(roomId))) {
                LOG.debug("Session {} is no longer subscribed to room {}", session.id(), roomId);
                answers.notice(session, ErrorCode.MEMBERSHIP_ENDED, spelling);
            }
        }
    }

    @Override
    public void sessionsEnded(UserId user) {
        List<ClientSession> cutOff = sessions.of(user);
        LOG.info("An administrator ended {} sessions of one user", cutOff.size());
        cutOff.forEach(session -> answers.end(session, null, ErrorCode.SESSION_ENDED_BY_ADMIN));
    }
}
