package io.damso.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinedQuestionsTests {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Integer> batches = new ArrayList<>();
    private boolean away;
    private int missing;

    private final JoinedQuestions joined = new JoinedQuestions(this::answer, tasks::add);

    private List<Boolean> answer(List<MembershipQuestion> questions) {
        batches.add(questions.size());
        if (away) {
            throw new IllegalStateException("away");
        }
        return questions.stream().skip(missing).map(question -> question.userId().startsWith("member")).toList();
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void eachGetsTheAnswerToItsOwnQuestion() {
        CompletableFuture<Boolean> member = joined.ask(new MembershipQuestion("r", "member"));
        CompletableFuture<Boolean> stranger = joined.ask(new MembershipQuestion("r", "stranger"));
        runAll();
        assertThat(member).isCompletedWithValue(true);
        assertThat(stranger).isCompletedWithValue(false);
    }

    @Test
    void firstQuestionDoesNotWaitForOthers() {
        joined.ask(new MembershipQuestion("r", "member"));
        tasks.remove().run();
        assertThat(batches).containsExactly(1);
    }

    @Test
    void whatGathersIsAskedTogetherAndNothingIsForgotten() {
        List<CompletableFuture<Boolean>> answers = IntStream.range(0, MembershipQuestions.MOST + 50)
                .mapToObj(i -> joined.ask(new MembershipQuestion("r", "member" + i)))
                .toList();
        runAll();
        assertThat(batches).contains(MembershipQuestions.MOST).hasSize(2);
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(true));
    }

    @Test
    void whoWaitsComesBeforeWhatIsRefreshed() {
        List<CompletableFuture<Boolean>> refreshed = IntStream.range(0, 3 * MembershipQuestions.MOST)
                .mapToObj(i -> joined.askPatiently(new MembershipQuestion("r", "member" + i)))
                .toList();
        CompletableFuture<Boolean> waiting = joined.ask(new MembershipQuestion("r", "member"));
        tasks.remove().run();
        assertThat(waiting).isCompletedWithValue(true);
        runAll();
        assertThat(refreshed).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(true));
    }

    @Test
    void failureReachesAllWhoAskedAndNobodyAfterwards() {
        away = true;
        CompletableFuture<Boolean> first = joined.ask(new MembershipQuestion("r", "member"));
        CompletableFuture<Boolean> second = joined.ask(new MembershipQuestion("r", "member2"));
        runAll();
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        away = false;
        CompletableFuture<Boolean> third = joined.ask(new MembershipQuestion("r", "member"));
        runAll();
        assertThat(third).isCompletedWithValue(true);
    }

    @Test
    void missingAnswerIsNoAnswer() {
        missing = 1;
        CompletableFuture<Boolean> asked = joined.ask(new MembershipQuestion("r", "member"));
        runAll();
        assertThat(asked).isCompletedExceptionally();
    }
}
