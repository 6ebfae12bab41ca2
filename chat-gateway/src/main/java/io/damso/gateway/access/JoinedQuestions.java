package io.damso.gateway.access;

import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Asks together what has gathered, as after the loss of a node: what a question costs on its way is then shared. Safe for
 * use by many threads.
 */
final class JoinedQuestions {

    // Few, so that questions gather; more than one, so that one lost reply does not hold up all.
    private static final int AT_ONCE = 2;

    private final MembershipSource source;
    private final Executor executor;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Waiting> patient = new ConcurrentLinkedQueue<>();
    private final Semaphore free = new Semaphore(AT_ONCE);

    /**
     * Creates an asker.
     *
     * @param executor runs what waits for the source; the later it runs, the more has gathered
     */
    JoinedQuestions(MembershipSource source, Executor executor) {
        this.source = source;
        this.executor = executor;
    }

    /** Returns the answer to come; it fails if the source does. */
    CompletableFuture<Boolean> ask(MembershipQuestion question) {
        return ask(question, waiting);
    }

    /** As {@link #ask}, for a question that nobody waits for: all others come first. */
    CompletableFuture<Boolean> askPatiently(MembershipQuestion question) {
        return ask(question, patient);
    }

    private CompletableFuture<Boolean> ask(MembershipQuestion question, Queue<Waiting> queue) {
        Waiting asked = new Waiting(question, new CompletableFuture<>());
        queue.add(asked);
        askGathered();
        return asked.answer;
    }

    private void askGathered() {
        while (!(waiting.isEmpty() && patient.isEmpty()) && free.tryAcquire()) {
            executor.execute(this::askNext);
        }
    }

    private void askNext() {
        try {
            List<Waiting> batch = nextBatch();
            if (!batch.isEmpty()) {
                ask(batch);
            }
        } finally {
            free.release();
            askGathered(); // what came while nobody was free
        }
    }

    private List<Waiting> nextBatch() {
        List<Waiting> batch = new ArrayList<>();
        fill(batch, waiting);
        fill(batch, patient);
        return batch;
    }

    private static void fill(List<Waiting> batch, Queue<Waiting> queue) {
        Waiting next;
        while (batch.size() < MembershipQuestions.MOST && (next = queue.poll()) != null) {
            batch.add(next);
        }
    }

    private void ask(List<Waiting> batch) {
        List<Boolean> answers = List.of();
        RuntimeException failure = null;
        try {
            answers = source.areMembers(batch.stream().map(Waiting::question).toList());
        } catch (RuntimeException e) {
            failure = e;
        }
        for (int i = 0; i < batch.size(); i++) {
            settle(batch.get(i).answer, i < answers.size() ? answers.get(i) : null, failure);
        }
    }

    private static void settle(
            CompletableFuture<Boolean> future, @Nullable Boolean answer, @Nullable RuntimeException failure) {
        if (answer != null) {
            future.complete(answer);
        } else {
            future.completeExceptionally(failure == null ? new IllegalStateException("Fewer answers than questions") : failure);
        }
    }

    private record Waiting(MembershipQuestion question, CompletableFuture<Boolean> answer) {}
}
