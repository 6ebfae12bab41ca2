package io.damso.protocol;

import java.util.List;

/**
 * A batch of membership queries on {@link BrokerTopology#MEMBERSHIP_QUEUE}. A missing answer is not a negative answer.
 *
 * @param questions at most {@link #MOST}; a larger batch is not answered
 */
public record MembershipQuestions(List<MembershipQuestion> questions) {

    /** Maximum number of queries in one batch. */
    public static final int MOST = 200;

    /**
     * The reply.
     *
     * @param members for each query, in the same order, whether the user is a member; false for an unknown room
     * @param archived for each query whether the user is a member and the room is archived; empty from an older
     *     persistence
     */
    public record Answers(List<Boolean> members, List<Boolean> archived) {

        /** Replaces a missing list by an empty one. */
        public Answers {
            archived = archived == null ? List.of() : archived;
        }
    }
}
