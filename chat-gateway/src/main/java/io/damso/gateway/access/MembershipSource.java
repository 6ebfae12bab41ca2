package io.damso.gateway.access;

import io.damso.protocol.MembershipQuestion;
import java.util.List;

/** Knows who is a member of which room. */
@FunctionalInterface
interface MembershipSource {

    /**
     * Asks, and waits for the answers.
     *
     * @return whether the user is a member, for each question in their order
     * @throws RuntimeException if no answers came in time
     */
    List<Boolean> areMembers(List<MembershipQuestion> questions);
}
