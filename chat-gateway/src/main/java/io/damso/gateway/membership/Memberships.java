package io.damso.gateway.membership;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.damso.gateway.membership.question.Answer;
import io.damso.gateway.membership.question.MembershipSource;
import io.damso.gateway.membership.question.PendingQuestion;
import io.damso.gateway.membership.question.QuestionBatcher;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The memberships that are known on this node. Positive answers are cached. Negative answers are not cached, because
 * the event that adds the user may not have arrived yet. Changes and answers are applied one at a time, under this
 * object's monitor. An answer is stale if its question was sent before a change, or before another question about the
 * same membership that was already answered; its callers ask again. A removal or a negative answer first drops the
 * cached membership and then cancels the subscriptions that depend on it, so a concurrent SUBSCRIBE asks again.
 * Thread-safe.
 */
public final class Memberships {

    /**
     * Time in which the questions of a batch are collected. It is short for one caller, and saves most requests after a
     * reconnect of many clients.
     */
    private static final long GATHER_MILLIS = 5;

    /** Pause before a question is repeated while the cache is suspended. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** A healthy persistence answers in milliseconds. */
    private static final long PEERS_AFTER_MILLIS = 300;

    /** The epoch of a membership that another gateway knows. */
    private static final int NEVER_VERIFIED = -1;

    private final Cache<MembershipQuestion, CachedMembership> members;
    private final MembershipSource source;
    private final QuestionBatcher questions;
    private final LiveAccess live;
    private final CacheValidity validity;
    private final Duration answerTimeout;
    private final long refreshNanos;
    private final Executor peersLater;
    private long changes;

    Memberships(
            MembershipProperties properties,
            MembershipSource source,
            LiveAccess live,
            CacheValidity validity,
            Executor executor) {
        this.answerTimeout = properties.answerTimeout();
        this.refreshNanos = properties.refreshAfter().toNanos();
        this.peersLater = CompletableFuture.delayedExecutor(PEERS_AFTER_MILLIS, TimeUnit.MILLISECONDS, executor);
        this.source = source;
        this.live = live;
        this.validity = validity;
        this.questions = new QuestionBatcher(
                source,
                // The JVM's delay thread only hands over to the executor.
                CompletableFuture.delayedExecutor(GATHER_MILLIS, TimeUnit.MILLISECONDS, executor),
                properties.maxQuestions(),
                validity::epoch,
                this::apply);
        this.members = Caffeine.newBuilder()
                .maximumSize(properties.maxMemberships())
                .expireAfterWrite(properties.keepWithoutAnswer())
                .executor(executor)
                .build();
    }

    /**
     * Returns whether the user is a member, from the cache or by a question to persistence. Blocks until the answer has
     * arrived, at most for the answer timeout.
     *
     * @throws MembershipUnknownException if nothing is cached, and there is no answer in time or too many questions are
     *     queued
     */
    public boolean isMember(MembershipQuestion question) throws MembershipUnknownException {
        CachedMembership cached = members.getIfPresent(question);
        if (cached == null) {
            return ask(question, answerTimeout);
        }
        if (cached.isToBeRefreshed(Math.min(refreshNanos, answerTimeout.toNanos()))) {
            questions.askInBackground(question);
        }
        return true;
    }

    /**
     * As {@link #isMember}, but while the cache is suspended ({@link CacheValidity}) only verified memberships are
     * used. Blocks and repeats the question until it is answered or the suspension ends.
     *
     * @throws MembershipUnknownException as in {@link #isMember}, and at once while there is no connection to the
     *     broker
     */
    public boolean isVerifiedMember(MembershipQuestion question) throws MembershipUnknownException {
        while (validity.isSuspended()) {
            CachedMembership cached = members.getIfPresent(question);
            if (cached != null && validity.isVerified(cached.epoch)) {
                return true;
            }
            if (!validity.isConnected()) {
                throw new MembershipUnknownException("The broker cannot be reached");
            }
            try {
                Duration left = validity.suspendedFor();
                return ask(question, left.compareTo(answerTimeout) < 0 ? left : answerTimeout);
            } catch (MembershipUnknownException e) {
                pause(e); // persistence may reconnect to the broker later than this node
            }
        }
        return isMember(question);
    }

    private static void pause(MembershipUnknownException failure) throws MembershipUnknownException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private boolean ask(MembershipQuestion question, Duration timeout) throws MembershipUnknownException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Answer answer;
        do {
            PendingQuestion pending = questions.ask(question);
            if (pending == null) {
                throw new MembershipUnknownException("Too many questions are queued");
            }
            answer = await(pending, deadline - System.nanoTime());
        } while (answer == Answer.STALE);
        return answer == Answer.MEMBER;
    }

    private Answer await(PendingQuestion pending, long nanos) throws MembershipUnknownException {
        CompletableFuture<Answer> answer = pending.answer().copy();
        CompletableFuture<Void> asking =
                CompletableFuture.runAsync(() -> askPeers(pending.question(), answer), peersLater);
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MembershipUnknownException("Interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new MembershipUnknownException("There was no answer in time", e);
        } finally {
            asking.cancel(false);
            questions.giveUp(pending);
        }
    }

    /** Persistence is slow or away, but another gateway may have had its answer. */
    private void askPeers(MembershipQuestion question, CompletableFuture<Answer> answer) {
        if (answer.isDone()) {
            return;
        }
        long seen = changes();
        source.isKnownToPeers(question).thenAccept(known -> {
            if (known && !answer.isDone()) {
                answer.complete(borrow(question, seen));
            }
        });
    }

    private synchronized long changes() {
        return changes;
    }

    /**
     * Uses what another gateway knows. It is asked for again at the next use, and is not passed on.
     *
     * @param seen number of changes when the other gateway was asked; after a further one its answer may be old
     */
    private synchronized Answer borrow(MembershipQuestion question, long seen) {
        if (changes != seen) {
            return Answer.STALE;
        }
        members.asMap().putIfAbsent(question, new CachedMembership(NEVER_VERIFIED, System.nanoTime()));
        return Answer.MEMBER;
    }

    /** Returns whether persistence has answered this node that the user is a member, and no change was missed since. */
    boolean isKnown(MembershipQuestion question) {
        CachedMembership cached = members.getIfPresent(question);
        return cached != null && cached.epoch != NEVER_VERIFIED && validity.isVerified(cached.epoch);
    }

    /** Returns how many questions are queued. */
    int queued() {
        return questions.queued();
    }

    /**
     * Applies a change. If the user was removed, the subscriptions that depend on the membership are cancelled before
     * the return. If the user has been added again in the meantime, a new SUBSCRIBE is allowed.
     */
    synchronized void changed(MembershipChanged change) {
        MembershipQuestion question = new MembershipQuestion(change.roomId(), change.userId());
        changes++;
        questions.markStale(question);
        if (!change.member()) {
            ended(question);
        }
    }

    private synchronized Answer apply(PendingQuestion answered, boolean member) {
        if (!questions.accept(answered)) {
            return Answer.STALE;
        }
        if (!member) {
            ended(answered.question());
            return Answer.NOT_A_MEMBER;
        }
        members.put(answered.question(), new CachedMembership(answered.epoch(), System.nanoTime() + refreshNanos));
        return Answer.MEMBER;
    }

    private void ended(MembershipQuestion question) {
        changes++; // also after an answer: what another gateway says of the time before must not bring it back
        members.invalidate(question);
        RoomId.parse(question.roomId())
                .ifPresent(roomId ->
                        UserId.parse(question.userId()).ifPresent(user -> live.membershipEnded(roomId, user)));
    }

    /**
     * Marks the answers to all questions sent before this call as stale, because a change since then may have been
     * missed.
     */
    synchronized void markAllStale() {
        changes++;
        questions.markStale(null);
    }

    /** Returns the memberships that this node uses: the cached ones, and those on which open subscriptions depend. */
    Set<MembershipQuestion> cachedAndSubscribed() {
        Set<MembershipQuestion> all = new HashSet<>(live.memberships());
        all.addAll(members.asMap().keySet());
        return all;
    }

    /**
     * Asks again. Blocks until each question is answered or has failed. A negative answer cancels the subscriptions
     * that depend on the membership.
     *
     * @return whether all were answered
     */
    boolean recheck(List<MembershipQuestion> memberships) throws InterruptedException {
        try {
            CompletableFuture.allOf(memberships.stream().map(questions::recheck).toArray(CompletableFuture[]::new))
                    .get();
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** A positive answer and the time of its next refresh. */
    private static final class CachedMembership {

        private final int epoch;
        private volatile long refreshAt;

        CachedMembership(int epoch, long refreshAt) {
            this.epoch = epoch;
            this.refreshAt = refreshAt;
        }

        /**
         * Returns whether a refresh is due, and postpones the next one by the pause. Concurrent callers may both get
         * true; their questions are merged while they are queued.
         */
        boolean isToBeRefreshed(long pauseNanos) {
            long now = System.nanoTime();
            boolean due = now - refreshAt >= 0;
            if (due) {
                refreshAt = now + pauseNanos;
            }
            return due;
        }
    }
}
