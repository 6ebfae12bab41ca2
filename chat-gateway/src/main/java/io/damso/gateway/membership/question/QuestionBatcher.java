package io.damso.gateway.membership.question;

import io.damso.edge.log.RareLog;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends membership questions in batches, so that many callers share one request, for example after the loss of a node.
 * Callers with the same question share it while it is queued. A question that is already sent is not shared, because
 * its answer may be older than the information of the caller. A queued question without a waiting caller is not sent.
 * Thread-safe.
 */
public final class QuestionBatcher {

    private static final Logger LOG = LoggerFactory.getLogger(QuestionBatcher.class);

    /**
     * Number of batches in flight. Small, so that questions are collected; more than one, so that a lost reply does not
     * stop all questions.
     */
    public static final int AT_ONCE = 2;

    /** Places of a batch that are reserved for background questions, so that they are not starved. */
    private static final int BACKGROUND_SHARE = MembershipQuestions.MOST / 4;

    private final MembershipSource source;
    private final Executor executor;
    private final int most;
    private final IntSupplier epoch;
    private final AnswerHandler handler;
    private final Map<MembershipQuestion, PendingQuestion> foreground = new LinkedHashMap<>();
    private final Map<MembershipQuestion, PendingQuestion> background = new LinkedHashMap<>();
    private final UnansweredQuestions sent = new UnansweredQuestions();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final RareLog failures = new RareLog(LOG);
    private boolean collecting;

    /**
     * Creates a batcher.
     *
     * @param executor runs the batches, which block until the source answers; a delay before the run makes the batches
     *     larger
     * @param most maximum number of queued questions; the same maximum applies to background questions separately
     * @param epoch returns the epoch that a question is marked with when it is sent
     * @param handler applies each answer before the waiting callers get it
     */
    public QuestionBatcher(
            MembershipSource source, Executor executor, int most, IntSupplier epoch, AnswerHandler handler) {
        this.source = source;
        this.executor = executor;
        this.most = most;
        this.epoch = epoch;
        this.handler = handler;
    }

    /**
     * Queues a question of a waiting caller. Call {@link #giveUp} when the wait ends.
     *
     * @return null if the queue is full
     */
    public @Nullable PendingQuestion ask(MembershipQuestion question) {
        return enqueue(question, foreground, most);
    }

    /** As {@link #ask}, for a question without a waiting caller. Questions with waiting callers are sent first. */
    public @Nullable PendingQuestion askInBackground(MembershipQuestion question) {
        return enqueue(question, background, most);
    }

    /** As {@link #askInBackground}, but without a bound. The caller bounds the number of its questions. */
    public CompletableFuture<Answer> recheck(MembershipQuestion question) {
        PendingQuestion pending = enqueue(question, background, Integer.MAX_VALUE);
        return pending == null ? CompletableFuture.failedFuture(new IllegalStateException()) : pending.answer();
    }

    private @Nullable PendingQuestion enqueue(
            MembershipQuestion question, Map<MembershipQuestion, PendingQuestion> queue, int bound) {
        PendingQuestion pending;
        synchronized (this) {
            pending = queue.get(question);
            if (pending != null) {
                pending.waiters++;
            } else if (queue.size() < bound) {
                pending = new PendingQuestion(question);
                queue.put(question, pending);
            }
        }
        startBatches();
        return pending;
    }

    /**
     * Records that one caller no longer waits. Removes a queued question without further callers; has no effect on a
     * sent question.
     */
    public synchronized void giveUp(PendingQuestion pending) {
        if (--pending.waiters == 0) {
            foreground.remove(pending.question(), pending);
        }
    }

    /** Returns how many questions are queued. */
    public synchronized int queued() {
        return foreground.size() + background.size();
    }

    /**
     * Marks the answers to questions that were sent before this call as stale.
     *
     * @param question null for all questions
     */
    public synchronized void markStale(@Nullable MembershipQuestion question) {
        sent.markStale(question);
    }

    /**
     * Removes an answered question from the unanswered ones.
     *
     * @return false if the answer is stale and must not be applied
     */
    public synchronized boolean accept(PendingQuestion answered) {
        return sent.remove(answered);
    }

    private synchronized boolean isAnyQueued() {
        return !(foreground.isEmpty() && background.isEmpty());
    }

    private void startBatches() {
        if (isBatchToStart()) {
            executor.execute(this::sendNext);
        }
    }

    /** At most one batch collects questions at a time: a second one would only share them with the first. */
    private synchronized boolean isBatchToStart() {
        if (collecting || !isAnyQueued() || !free.tryAcquire()) {
            return false;
        }
        collecting = true;
        return true;
    }

    private void sendNext() {
        try {
            List<PendingQuestion> batch = nextBatch();
            startBatches(); // questions beyond this batch
            if (!batch.isEmpty()) {
                send(batch);
            }
        } finally {
            free.release();
            startBatches(); // questions that were queued while no batch was free
        }
    }

    private synchronized List<PendingQuestion> nextBatch() {
        collecting = false;
        List<PendingQuestion> batch = new ArrayList<>();
        fill(batch, foreground, MembershipQuestions.MOST - Math.min(BACKGROUND_SHARE, background.size()));
        fill(batch, background, MembershipQuestions.MOST);
        int now = epoch.getAsInt();
        batch.forEach(pending -> pending.epoch = now);
        sent.add(batch);
        return batch;
    }

    private static void fill(List<PendingQuestion> batch, Map<MembershipQuestion, PendingQuestion> queue, int size) {
        Iterator<PendingQuestion> next = queue.values().iterator();
        while (batch.size() < size && next.hasNext()) {
            batch.add(next.next());
            next.remove();
        }
    }

    private void send(List<PendingQuestion> batch) {
        List<Boolean> answers = List.of();
        Throwable failure = new IllegalStateException("fewer answers than questions");
        try {
            answers = source.areMembers(
                    batch.stream().map(PendingQuestion::question).toList());
        } catch (Throwable e) { // an Error must reach the waiting callers as well
            failure = e;
        }
        for (int i = 0; i < batch.size(); i++) {
            complete(batch.get(i), i < answers.size() ? answers.get(i) : null, failure);
        }
    }

    private void complete(PendingQuestion pending, @Nullable Boolean answer, Throwable failure) {
        try {
            if (answer != null) {
                pending.answer().complete(handler.apply(pending, answer));
                return;
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        accept(pending);
        failures.warn("A membership question was not answered: {}", failure.toString());
        pending.answer().completeExceptionally(failure);
    }
}
