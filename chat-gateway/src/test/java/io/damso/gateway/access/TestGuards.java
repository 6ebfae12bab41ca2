package io.damso.gateway.access;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.membership.TestMemberships;
import io.damso.gateway.membership.question.ArchivedRooms;

/** Creates destination guards whose memberships are answered at once. */
public final class TestGuards {

    private TestGuards() {}

    /** Returns a guard with the documented prefixes and these memberships. */
    public static DestinationGuard of(TestMemberships known) {
        return new DestinationGuard(
                new GatewayProperties("node", true, "/app", "/topic"),
                known.memberships,
                new ArchivedRooms(1),
                known.validity);
    }
}
