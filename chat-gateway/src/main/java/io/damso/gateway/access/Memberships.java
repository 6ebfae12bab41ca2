package io.damso.gateway.access;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.MembershipQuestion;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What this node knows of memberships. Questions about the same user and room are asked once at a time; a change that
 * arrives while one is asked makes its answer void. Safe for use by many threads.
 */
final class Memberships {

    /** How long a question waits for company; nobody notices, and a returning crowd costs a fraction. */
    private static final long GATHER_MILLIS = 5;

    private final AsyncLoadingCache<MembershipQuestion, Boolean> answers;
    private final Duration answerTimeout;

    Memberships(AccessProperties properties, MembershipSource source, Executor executor) {
        this.answerTimeout = properties.answerTimeout();
        JoinedQuestions questions = new JoinedQuestions(
                source, CompletableFuture.delayedExecutor(GATHER_MILLIS, TimeUnit.MILLISECONDS, executor));
        this.answers = Caffeine.newBuilder()
                .maximumSize(properties.maxMemberships())
                .refreshAfterWrite(properties.refreshAfter())
                .expireAfter(Expiry.<MembershipQuestion, Boolean>writing((question, member) ->
                        member ? properties.keepWithoutAnswer() : properties.forgetRefusalAfter()))
                .executor(executor)
                .buildAsync(new Loader(questions));
    }

    /**
     * Returns whether the user is a member, from memory or by asking.
     *
     * @throws MembershipUnknownException if nothing is known and no answer came in time
     */
    boolean isMember(MembershipQuestion question) throws MembershipUnknownException {
        try {
            return answers.get(question).get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MembershipUnknownException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new MembershipUnknownException(e);
        }
    }

    /**
     * Forgets what was known about the user and room, unless the change says the same: an event may come late, and what
     * is forgotten cannot be asked while nobody answers.
     */
    void changed(MembershipChanged change) {
        MembershipQuestion question = new MembershipQuestion(change.roomId(), change.userId());
        CompletableFuture<Boolean> known = answers.getIfPresent(question);
        if (known == null || !change.member() || !Boolean.TRUE.equals(known.getNow(null))) {
            answers.synchronous().invalidate(question);
        }
    }

    /** Asks anew about everything, after events may have been lost; until then the last answers count. */
    void eventsMayBeLost() {
        answers.synchronous().refreshAll(answers.synchronous().asMap().keySet());
    }

    /** Somebody waits for what is new; what is refreshed has an answer until then. */
    private record Loader(JoinedQuestions questions) implements AsyncCacheLoader<MembershipQuestion, Boolean> {

        @Override
        public CompletableFuture<Boolean> asyncLoad(MembershipQuestion question, Executor executor) {
            return questions.ask(question);
        }

        @Override
        public CompletableFuture<Boolean> asyncReload(MembershipQuestion question, Boolean known, Executor executor) {
            return questions.askPatiently(question);
        }
    }
}
