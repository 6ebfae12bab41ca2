package io.damso.gateway.membership.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.MembershipQuestion;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnansweredQuestionsTests {

    private final UnansweredQuestions questions = new UnansweredQuestions();

    private PendingQuestion send(String user) {
        PendingQuestion sent = new PendingQuestion(new MembershipQuestion("r", user));
        questions.add(List.of(sent));
        return sent;
    }

    @Test
    void answersInTheirOrderAreAllAccepted() {
        PendingQuestion first = send("alice");
        PendingQuestion second = send("alice");
        assertThat(questions.remove(first)).isTrue();
        assertThat(questions.remove(second)).isTrue();
    }

    @Test
    void answerToALaterQuestionMakesThoseToEarlierOnesStale() {
        PendingQuestion first = send("alice");
        PendingQuestion other = send("bob");
        PendingQuestion second = send("alice");
        assertThat(questions.remove(second)).isTrue();
        assertThat(questions.remove(first)).isFalse();
        assertThat(questions.remove(other)).isTrue();
    }

    @Test
    void staleAnswerMakesNoOtherStale() {
        PendingQuestion first = send("alice");
        PendingQuestion second = send("alice");
        second.stale = true;
        assertThat(questions.remove(second)).isFalse();
        assertThat(questions.remove(first)).isTrue();
    }

    @Test
    void changeMakesTheAnswersStaleThatWereAskedForBefore() {
        PendingQuestion before = send("alice");
        PendingQuestion other = send("bob");
        questions.markStale(before.question());
        PendingQuestion after = send("alice");
        assertThat(questions.remove(before)).isFalse();
        assertThat(questions.remove(after)).isTrue();
        assertThat(questions.remove(other)).isTrue();
    }

    @Test
    void missedChangesMakeAllAnswersStale() {
        PendingQuestion alice = send("alice");
        PendingQuestion bob = send("bob");
        questions.markStale(null);
        assertThat(questions.remove(alice)).isFalse();
        assertThat(questions.remove(bob)).isFalse();
    }
}
