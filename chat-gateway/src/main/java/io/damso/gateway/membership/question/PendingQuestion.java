package io.damso.gateway.membership.question;

import io.damso.protocol.MembershipQuestion;
import java.util.concurrent.CompletableFuture;

/**
 * A membership question that is queued or sent, and not answered. {@link QuestionBatcher} guards the mutable fields.
 */
public final class PendingQuestion {

    private final MembershipQuestion question;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    int waiters = 1;
    int epoch;
    long batch;
    boolean stale;

    PendingQuestion(MembershipQuestion question) {
        this.question = question;
    }

    /** Returns the question. */
    public MembershipQuestion question() {
        return question;
    }

    /**
     * Returns the future of the answer. It fails if the source fails. It completes on the thread of the batch, so
     * dependent actions must neither block nor take long.
     */
    public CompletableFuture<Answer> answer() {
        return answer;
    }

    /** Returns the epoch in which the question was sent. */
    public int epoch() {
        return epoch;
    }
}
