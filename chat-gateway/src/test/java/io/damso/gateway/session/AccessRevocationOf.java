package io.damso.gateway.session;

import io.damso.protocol.RoomId;

/** Revokes the access of a session. */
public final class AccessRevocationOf {

    private AccessRevocationOf() {}

    public static void membership(TestSession open, RoomId roomId) {
        new AccessRevocation(open.sessions, open.answers).membershipEnded(roomId, TestSession.ALICE.userId());
    }
}
