package io.damso.gateway.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.protocol.MembershipChanged;
import io.damso.protocol.MembershipQuestion;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Answers, events and questions in changed order: an answer to an older question has no effect after newer information.
 */
class MembershipOrderTests {

    private static final MembershipQuestion QUESTION = new MembershipQuestion("r1", "alice");
    private static final MembershipChanged ADDED = new MembershipChanged("r1", "alice", true);
    private static final MembershipChanged REMOVED = new MembershipChanged("r1", "alice", false);

    private final RecordingAccess live = new RecordingAccess();
    private final BlockingQueue<CompletableFuture<Boolean>> asked = new LinkedBlockingQueue<>();
    private final Memberships memberships = new Memberships(
            TestProperties.access(),
            this::answer,
            live,
            TestProperties.validity(),
            Executors.newVirtualThreadPerTaskExecutor());

    /** Every question waits until the test answers it. */
    private List<Boolean> answer(List<MembershipQuestion> questions) {
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        asked.add(reply);
        boolean member = reply.join();
        return questions.stream().map(question -> member).toList();
    }

    private CompletableFuture<Boolean> nextQuestion() throws InterruptedException {
        CompletableFuture<Boolean> next = asked.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("a question").isNotNull();
        return next;
    }

    private CompletableFuture<Boolean> ask() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return memberships.isMember(QUESTION);
                    } catch (MembershipUnknownException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Executors.newVirtualThreadPerTaskExecutor());
    }

    private void awaitAnswer(CompletableFuture<Boolean> answer, boolean expected) {
        await("the answer").until(answer::isDone);
        assertThat(answer).isCompletedWithValue(expected);
    }

    @Test
    void negativeAnswerFromBeforeAnAdditionEndsNothing() throws Exception {
        CompletableFuture<Boolean> early = ask();
        CompletableFuture<Boolean> lateNo = nextQuestion();
        memberships.changed(ADDED);
        CompletableFuture<Boolean> admitted = ask();
        nextQuestion().complete(true);
        awaitAnswer(admitted, true);
        live.running.add(QUESTION);
        lateNo.complete(false);
        awaitAnswerToEarlyQuestion(early);
        assertThat(early).isCompletedWithValue(true);
        assertThat(live.ended).isEmpty();
        assertThat(memberships.isMember(QUESTION)).isTrue();
    }

    @Test
    void negativeAnswerOlderThanAPositiveOneEndsNothingAlsoWithoutAnEvent() throws Exception {
        CompletableFuture<Boolean> early = ask();
        CompletableFuture<Boolean> lateNo = nextQuestion();
        CompletableFuture<Boolean> admitted = ask();
        nextQuestion().complete(true);
        awaitAnswer(admitted, true);
        lateNo.complete(false);
        awaitAnswerToEarlyQuestion(early);
        assertThat(live.ended).isEmpty();
        assertThat(memberships.isMember(QUESTION)).isTrue();
    }

    @Test
    void positiveAnswerFromBeforeARemovalAdmitsNobody() throws Exception {
        CompletableFuture<Boolean> asking = ask();
        CompletableFuture<Boolean> lateYes = nextQuestion();
        memberships.changed(REMOVED);
        lateYes.complete(true);
        nextQuestion().complete(false);
        awaitAnswer(asking, false);
    }

    @Test
    void positiveAnswerOlderThanANegativeOneAdmitsNobody() throws Exception {
        CompletableFuture<Boolean> asking = ask();
        CompletableFuture<Boolean> lateYes = nextQuestion();
        CompletableFuture<Boolean> newer = ask();
        nextQuestion().complete(false);
        awaitAnswer(newer, false);
        lateYes.complete(true);
        nextQuestion().complete(false);
        awaitAnswer(asking, false);
    }

    @Test
    void negativeAnswerIsNotCached() throws Exception {
        CompletableFuture<Boolean> refused = ask();
        nextQuestion().complete(false);
        awaitAnswer(refused, false);
        CompletableFuture<Boolean> invited = ask(); // the event may arrive later
        nextQuestion().complete(true);
        awaitAnswer(invited, true);
    }

    @Test
    void questionThatWasSentIsNotShared() throws Exception {
        CompletableFuture<Boolean> refused = ask();
        CompletableFuture<Boolean> onItsWay = nextQuestion();
        CompletableFuture<Boolean> invited = ask();
        CompletableFuture<Boolean> own = nextQuestion();
        onItsWay.complete(false);
        awaitAnswer(refused, false);
        own.complete(true);
        awaitAnswer(invited, true);
    }

    @Test
    void lateNegativeAnswerOfARecheckEndsNothingThatWasAdmittedSince() throws Exception {
        CompletableFuture<Boolean> recheck = CompletableFuture.supplyAsync(this::recheck);
        CompletableFuture<Boolean> lateNo = nextQuestion();
        CompletableFuture<Boolean> admitted = ask();
        nextQuestion().complete(true);
        awaitAnswer(admitted, true);
        live.running.add(QUESTION);
        lateNo.complete(false);
        awaitAnswerToEarlyQuestion(recheck);
        assertThat(live.ended).isEmpty();
        assertThat(memberships.isMember(QUESTION)).isTrue();
    }

    private boolean recheck() {
        try {
            return memberships.recheck(List.of(QUESTION));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An early question may be asked again, and then gets the current answer. */
    private void awaitAnswerToEarlyQuestion(CompletableFuture<Boolean> early) {
        await("the answer").until(() -> {
            for (CompletableFuture<Boolean> again = asked.poll(); again != null; again = asked.poll()) {
                again.complete(true);
            }
            return early.isDone();
        });
    }
}
