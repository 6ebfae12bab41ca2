package io.damso.gateway.access;

import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.util.Set;

/**
 * What sessions of this node were let in to and still use, so that it can be taken back. Nothing here waits for a
 * client. Safe for use by many threads.
 */
public interface LiveAccess {

    /** Returns the memberships that running subscriptions live on. */
    Set<MembershipQuestion> memberships();

    /**
     * Ends the user's subscriptions of the room. No message reaches them that comes after the return; subscribing
     * again is a new subscription, which is checked.
     */
    void membershipEnded(RoomId roomId, UserId user);

    /** Ends the user's sessions. */
    void sessionsEnded(UserId user);
}
