package io.damso.persistence.membership;

import io.damso.persistence.rooms.Rooms;
import io.damso.protocol.MembershipQuestions;
import io.damso.protocol.MembershipQuestions.Answers;
import java.util.Optional;

/** Answers membership queries. Invalid ids cannot be in the store, so they need no check. */
final class MembershipResponder {

    private final Rooms rooms;

    MembershipResponder(Rooms rooms) {
        this.rooms = rooms;
    }

    /**
     * Returns the answers, or empty for an incomplete or too large batch.
     *
     * @throws org.springframework.dao.DataAccessException if the store does not answer
     */
    Optional<Answers> answer(MembershipQuestions asked) {
        return isAnswerable(asked) ? Optional.of(rooms.areMembers(asked.questions())) : Optional.empty();
    }

    private static boolean isAnswerable(MembershipQuestions asked) {
        return asked.questions() != null
                && asked.questions().size() <= MembershipQuestions.MOST
                && !asked.questions().contains(null);
    }
}
