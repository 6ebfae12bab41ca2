package io.damso.gateway.access;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
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
 * What this node knows of memberships. Questions about the same user and room are asked once at a time; a change that
 * arrives while one is asked makes its answer void. Whatever says that somebody is no longer a member ends what lives
 * on it, and is forgotten here before: a SUBSCRIBE that comes in between asks anew. Safe for use by many threads.
 */
final class Memberships {

    /** How long a question waits for company; nobody notices, and a returning crowd costs a fraction. */
    private static final long GATHER_MILLIS = 5;

    private final AsyncLoadingCache<MembershipQuestion, Boolean> answers;
    private final JoinedQuestions questions;
    private final LiveAccess live;
    private final Duration answerTimeout;

    Memberships(AccessProperties properties, MembershipSource source, LiveAccess live, Executor executor) {
        this.answerTimeout = properties.answerTimeout();
        this.live = live;
        this.questions = new JoinedQuestions(
                source, CompletableFuture.delayedExecutor(GATHER_MILLIS, TimeUnit.MILLISECONDS, executor));
        this.answers = Caffeine.newBuilder()
                .maximumSize(properties.maxMemberships())
                .refreshAfterWrite(properties.refreshAfter())
                .expireAfter(Expiry.<MembershipQuestion, Boolean>writing((question, member) ->
                        member ? properties.keepWithoutAnswer() : properties.forgetRefusalAfter()))
                .executor(executor)
                .buildAsync(new Loader());
    }

    /**
     * Returns whether the user is a member, from memory or by asking.
     *
     * @throws MembershipUnknownException if nothing is known and no answer came in time
     */
    boolean isMember(MembershipQuestion question) throws MembershipUnknownException {
        CompletableFuture<Boolean> answer = answers.get(question);
        try {
            return answer.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MembershipUnknownException(e);
        } catch (ExecutionException | TimeoutException e) {
            answers.asMap().remove(question, answer); // who tries again shall not wait for what failed
            throw new MembershipUnknownException(e);
        }
    }

    /**
     * Forgets what was known about the user and room, unless the change says the same: an event may come late, and what
     * is forgotten cannot be asked while nobody answers. A removal ends at once what lives on the membership; if the
     * user was added again meanwhile, subscribing again is allowed.
     */
    void changed(MembershipChanged change) {
        MembershipQuestion question = new MembershipQuestion(change.roomId(), change.userId());
        if (!change.member()) {
            ended(question);
            return;
        }
        CompletableFuture<Boolean> known = answers.getIfPresent(question);
        if (known == null || !Boolean.TRUE.equals(known.getNow(null))) {
            answers.synchronous().invalidate(question);
        }
    }

    private void ended(MembershipQuestion question) {
        answers.synchronous().invalidate(question);
        endLive(question);
    }

    private void endLive(MembershipQuestion question) {
        RoomId.parse(question.roomId()).ifPresent(roomId -> UserId.parse(question.userId())
                .ifPresent(user -> live.membershipEnded(roomId, user)));
    }

    /** Returns what this node acts on: what it remembers, and what running subscriptions live on. */
    Set<MembershipQuestion> believed() {
        Set<MembershipQuestion> all = new HashSet<>(live.memberships());
        all.addAll(answers.synchronous().asMap().keySet());
        return all;
    }

    /**
     * Asks anew, and waits. Until then the last answers count; a no ends what lives on the membership.
     *
     * @return whether all were answered
     */
    boolean recheck(List<MembershipQuestion> believed) throws InterruptedException {
        try {
            CompletableFuture.allOf(believed.stream().map(this::askAnew).toArray(CompletableFuture[]::new)).get();
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    private CompletableFuture<Void> askAnew(MembershipQuestion question) {
        return questions.askPatiently(question).thenAccept(member -> {
            if (!member) {
                ended(question);
            }
        });
    }

    /** Somebody waits for what is new; what is refreshed has an answer until then. */
    private final class Loader implements AsyncCacheLoader<MembershipQuestion, Boolean> {

        @Override
        public CompletableFuture<Boolean> asyncLoad(MembershipQuestion question, Executor executor) {
            return questions.ask(question)
                    .thenCompose(member -> afterNo(member, () -> endLive(question), executor));
        }

        @Override
        public CompletableFuture<Boolean> asyncReload(MembershipQuestion question, Boolean known, Executor executor) {
            return questions.askPatiently(question)
                    .thenCompose(member -> afterNo(member, () -> ended(question), executor));
        }

        /** Not on this thread: it may be inside of the cache. */
        private static CompletableFuture<Boolean> afterNo(boolean member, Runnable end, Executor executor) {
            return member
                    ? CompletableFuture.completedFuture(true)
                    : CompletableFuture.runAsync(end, executor).thenApply(ended -> false);
        }
    }
}
