package io.damso.gateway.access;

import io.damso.protocol.MembershipQuestion;

/** Knows who is a member of which room. */
@FunctionalInterface
interface MembershipSource {

    /**
     * Asks, and waits for the answer.
     *
     * @throws RuntimeException if no answer came in time
     */
    boolean isMember(MembershipQuestion question);
}
