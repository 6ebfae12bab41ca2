package io.damso.gateway.membership.question;

import io.damso.protocol.MembershipQuestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Questions that are sent and not answered, with the staleness of their answers. Answers may arrive in another order
 * than the questions were sent; the answer to the question that was sent last is the newest. Guarded by
 * {@link QuestionBatcher}.
 */
final class UnansweredQuestions {

    private final Map<MembershipQuestion, List<PendingQuestion>> unanswered = new HashMap<>();
    private long batches;

    /** Adds the questions of a batch that is about to be sent. */
    void add(List<PendingQuestion> batch) {
        batches++;
        for (PendingQuestion sent : batch) {
            sent.batch = batches;
            unanswered
                    .computeIfAbsent(sent.question(), question -> new ArrayList<>(1))
                    .add(sent);
        }
    }

    /**
     * Marks the outstanding answers as stale.
     *
     * @param question null for all questions
     */
    void markStale(@Nullable MembershipQuestion question) {
        if (question == null) {
            unanswered.values().forEach(all -> all.forEach(sent -> sent.stale = true));
        } else {
            unanswered.getOrDefault(question, List.of()).forEach(sent -> sent.stale = true);
        }
    }

    /**
     * Removes an answered question. If its answer is not stale, the answers to earlier identical questions become
     * stale.
     *
     * @return whether the answer is not stale
     */
    boolean remove(PendingQuestion answered) {
        List<PendingQuestion> same = unanswered.getOrDefault(answered.question(), List.of());
        same.remove(answered);
        if (same.isEmpty()) {
            unanswered.remove(answered.question());
        }
        if (!answered.stale) {
            same.stream().filter(sent -> sent.batch < answered.batch).forEach(sent -> sent.stale = true);
        }
        return !answered.stale;
    }
}
