package io.damso.protocol;

import java.util.List;

/**
 * What a gateway asks over {@link BrokerTopology#MEMBERSHIP_QUEUE}. Without an answer nothing is known.
 *
 * @param questions at most {@link #MOST} of them; more are not answered
 */
public record MembershipQuestions(List<MembershipQuestion> questions) {

    /** How many questions are asked at once. */
    public static final int MOST = 200;

    /**
     * The reply.
     *
     * @param members for each question, in the same order, whether the user is a member; never true for an unknown room
     */
    public record Answers(List<Boolean> members) {}
}
