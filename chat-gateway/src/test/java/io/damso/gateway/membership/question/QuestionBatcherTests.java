package io.damso.gateway.membership.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuestionBatcherTests {

    private static final int MOST = 500;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Integer> batches = new ArrayList<>();
    private boolean away;
    private boolean broken;
    private int missing;

    private final QuestionBatcher batcher = new QuestionBatcher(
            this::answer, tasks::add, MOST, () -> 7, (asked, member) -> member ? Answer.MEMBER : Answer.NOT_A_MEMBER);

    private List<Boolean> answer(List<MembershipQuestion> questions) {
        batches.add(questions.size());
        if (broken) {
            throw new StackOverflowError("broken");
        }
        if (away) {
            throw new IllegalStateException("away");
        }
        return questions.stream()
                .skip(missing)
                .map(question -> question.userId().startsWith("member"))
                .toList();
    }

    private CompletableFuture<Answer> ask(MembershipQuestion question) {
        return Objects.requireNonNull(batcher.ask(question)).answer();
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void eachGetsTheAnswerToItsOwnQuestion() {
        CompletableFuture<Answer> member = ask(new MembershipQuestion("r", "member"));
        CompletableFuture<Answer> stranger = ask(new MembershipQuestion("r", "stranger"));
        runAll();
        assertThat(member).isCompletedWithValue(Answer.MEMBER);
        assertThat(stranger).isCompletedWithValue(Answer.NOT_A_MEMBER);
    }

    @Test
    void firstQuestionDoesNotWaitForOthers() {
        ask(new MembershipQuestion("r", "member"));
        tasks.remove().run();
        assertThat(batches).containsExactly(1);
    }

    @Test
    void oneBatchCollectsQuestionsAtATime() {
        ask(new MembershipQuestion("r", "member1"));
        ask(new MembershipQuestion("r", "member2"));
        assertThat(tasks).as("batches that were started").hasSize(1);
        tasks.remove().run();
        assertThat(tasks).isEmpty();
        ask(new MembershipQuestion("r", "member3"));
        assertThat(tasks).hasSize(1);
    }

    @Test
    void queuedQuestionsAreSentInFullBatchesAndNoneIsLost() {
        List<CompletableFuture<Answer>> answers = IntStream.range(0, MembershipQuestions.MOST + 50)
                .mapToObj(i -> ask(new MembershipQuestion("r", "member" + i)))
                .toList();
        runAll();
        assertThat(batches).contains(MembershipQuestions.MOST).hasSize(2);
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(Answer.MEMBER));
    }

    @Test
    void foregroundQuestionsAreSentBeforeBackgroundOnes() {
        List<CompletableFuture<Answer>> refreshed = IntStream.range(0, 3 * MembershipQuestions.MOST)
                .mapToObj(i -> batcher.recheck(new MembershipQuestion("r", "member" + i)))
                .toList();
        CompletableFuture<Answer> waiting = ask(new MembershipQuestion("r", "member"));
        tasks.remove().run();
        assertThat(waiting).isCompletedWithValue(Answer.MEMBER);
        runAll();
        assertThat(refreshed).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(Answer.MEMBER));
    }

    @Test
    void failureReachesAllCallersOfTheBatchAndNoLaterOnes() {
        away = true;
        CompletableFuture<Answer> first = ask(new MembershipQuestion("r", "member"));
        CompletableFuture<Answer> second = ask(new MembershipQuestion("r", "member2"));
        runAll();
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        away = false;
        CompletableFuture<Answer> third = ask(new MembershipQuestion("r", "member"));
        runAll();
        assertThat(third).isCompletedWithValue(Answer.MEMBER);
    }

    @Test
    void missingAnswerFailsItsQuestion() {
        missing = 1;
        CompletableFuture<Answer> asked = ask(new MembershipQuestion("r", "member"));
        runAll();
        assertThat(asked).isCompletedExceptionally();
    }

    @Test
    void sameQuestionIsSharedUntilItIsSent() {
        MembershipQuestion question = new MembershipQuestion("r", "member");
        PendingQuestion first = batcher.ask(question);
        assertThat(batcher.ask(question)).isSameAs(first);
        runAll();
        assertThat(batcher.ask(question)).isNotSameAs(first);
        assertThat(batches).containsExactly(1);
    }

    @Test
    void abandonedQuestionIsNotSent() {
        MembershipQuestion question = new MembershipQuestion("r", "member");
        PendingQuestion shared = batcher.ask(question);
        batcher.ask(question);
        batcher.giveUp(shared);
        assertThat(batcher.queued()).isOne();
        batcher.giveUp(shared);
        assertThat(batcher.queued()).isZero();
        runAll();
        assertThat(batches).isEmpty();
    }

    @Test
    void questionsAboveTheBoundAreRefusedAtOnce() {
        for (int i = 0; i < MOST; i++) {
            assertThat(batcher.ask(new MembershipQuestion("r", "member" + i))).isNotNull();
        }
        assertThat(batcher.ask(new MembershipQuestion("r", "one more"))).isNull();
        assertThat(batcher.queued()).isEqualTo(MOST);
        runAll();
        assertThat(batcher.ask(new MembershipQuestion("r", "one more"))).isNotNull();
    }

    @Test
    void backgroundQuestionsAreNotStarved() {
        CompletableFuture<Answer> refreshed = batcher.recheck(new MembershipQuestion("r", "member"));
        for (int i = 0; i < MOST; i++) {
            batcher.ask(new MembershipQuestion("r", "member" + i));
        }
        tasks.remove().run();
        assertThat(refreshed).isCompletedWithValue(Answer.MEMBER);
    }

    @Test
    void errorOfTheSourceReachesAllCallersAndTheNextQuestionIsSent() {
        broken = true;
        CompletableFuture<Answer> asked = ask(new MembershipQuestion("r", "member"));
        runAll();
        assertThat(asked).isCompletedExceptionally();
        broken = false;
        CompletableFuture<Answer> next = ask(new MembershipQuestion("r", "member"));
        runAll();
        assertThat(next).isCompletedWithValue(Answer.MEMBER);
    }
}
