package io.damso.gateway.membership.question;

import io.damso.protocol.MembershipQuestion;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers membership questions. */
@FunctionalInterface
public interface MembershipSource {

    /**
     * Asks all questions in one request. Blocks until the answers have arrived.
     *
     * @return whether the user is a member, in the order of the questions
     * @throws RuntimeException if there are no answers in time
     */
    List<Boolean> areMembers(List<MembershipQuestion> questions);

    /**
     * Asks the other gateways whether one of them knows the membership, while persistence does not answer. Does not
     * block.
     *
     * @return completes with false if none says yes in time
     */
    default CompletableFuture<Boolean> isKnownToPeers(MembershipQuestion question) {
        return CompletableFuture.completedFuture(false);
    }
}
