package io.damso.gateway.membership.question;

/**
 * Applies answers to membership questions. Called on the thread of the batch, before the waiting callers get the
 * answer.
 */
@FunctionalInterface
public interface AnswerHandler {

    /**
     * Applies an answer.
     *
     * @return the answer for the waiting callers
     */
    Answer apply(PendingQuestion question, boolean member);
}
