package io.damso.gateway.membership;

import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.util.Set;

/**
 * Access that sessions of this node use, and its revocation. Implementations are thread-safe and never wait for a
 * client. {@link #membershipEnded} is called while a lock is held, so it must not write to a socket.
 */
public interface LiveAccess {

    /** Returns the memberships on which open subscriptions depend. */
    Set<MembershipQuestion> memberships();

    /**
     * Cancels the user's subscriptions to the room and sends notices to their clients. No message that arrives after
     * the return is delivered to them. A later SUBSCRIBE is checked again.
     */
    void membershipEnded(RoomId roomId, UserId user);

    /** Ends all sessions of the user on this node. */
    void sessionsEnded(UserId user);
}
