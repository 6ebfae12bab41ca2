package io.damso.auth.keys;

import io.damso.protocol.ErrorCode;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes and changes. One question at a time is under way, and there is a pause between two,
 * whatever tokens ask for: a flood of unknown keys costs the issuer one question in that pause. While the issuer does
 * not answer, the last good keys go on.
 */
public final class PublishedKeys implements KeySource {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
    private static final CompletableFuture<Void> NOTHING_TO_WAIT_FOR = CompletableFuture.completedFuture(null);

    private final JwksDocument document;
    private final Times times;
    private final LongSupplier nanoTime;
    private final Object lock = new Object();
    private volatile PublishedKeySet keys = PublishedKeySet.EMPTY;
    private volatile boolean failing;
    private volatile long answeredAt;
    private CompletableFuture<Void> question = NOTHING_TO_WAIT_FOR;
    private boolean asked;
    private long askedAt;

    PublishedKeys(JwksDocument document, Times times, LongSupplier nanoTime) {
        this.document = document;
        this.times = times;
        this.nanoTime = nanoTime;
        this.answeredAt = nanoTime.getAsLong();
        await(ask(times.retryAfter()));
    }

    /** Takes the keys of a document, and waits for the first ones; without them tokens are refused as retryable. */
    public PublishedKeys(JwksDocument document, Times times) {
        this(document, times, System::nanoTime);
    }

    /** Returns whether there are keys. */
    public boolean areKnown() {
        return !keys.isEmpty();
    }

    @Override
    public Collection<SecureDigestAlgorithm<?, ?>> algorithms() {
        return KeyAlgorithms.ASYMMETRIC;
    }

    @Override
    public Key find(JwsHeader header) {
        String kid = header.getKeyId();
        refreshByAge();
        if (isUnknown(kid)) {
            await(ask(times.retryAfter()));
        }
        Optional<? extends Key> key = keys.find(kid, header.getAlgorithm());
        if (key.isPresent()) {
            return key.get();
        }
        if (failing && isUnknown(kid)) {
            throw new RejectedKeyException(ErrorCode.TOKEN_UNVERIFIABLE, "the issuer's keys cannot be read");
        }
        throw new RejectedKeyException(ErrorCode.TOKEN_INVALID, "no published key fits kid and alg");
    }

    private boolean isUnknown(@Nullable String kid) {
        return kid == null ? keys.isEmpty() : !keys.holds(kid);
    }

    /**
     * Asks in the background while the present keys go on. Who comes after a long silence waits for the answer: the
     * keys that are remembered may have been withdrawn meanwhile.
     */
    private void refreshByAge() {
        boolean silence = nanoTime.getAsLong() - answeredAt > 2 * times.refreshAfter().toNanos();
        CompletableFuture<Void> refresh = ask(failing ? times.retryAfter() : times.refreshAfter());
        if (silence) {
            await(refresh);
        }
    }

    /**
     * Asks, unless the last question is younger than the pause; returns the question that is under way, if there is
     * one.
     */
    private CompletableFuture<Void> ask(Duration pause) {
        CompletableFuture<Void> mine;
        synchronized (lock) {
            if (!question.isDone()) {
                return question;
            }
            long now = nanoTime.getAsLong();
            if (asked && now - askedAt < pause.toNanos()) {
                return NOTHING_TO_WAIT_FOR;
            }
            asked = true;
            askedAt = now;
            mine = new CompletableFuture<>();
            question = mine;
        }
        Thread.ofVirtual().name("jwks").start(() -> {
            try {
                read();
            } finally {
                answeredAt = nanoTime.getAsLong();
                mine.complete(null);
            }
        });
        return mine;
    }

    private void read() {
        try {
            keys = PublishedKeySet.parse(document.read());
            if (failing) {
                LOG.info("{} can be read again", document.setting());
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.error("{} cannot be read, {}: {}", document.setting(),
                        areKnown() ? "the last good keys go on" : "all tokens are refused", String.valueOf(e));
            }
            failing = true;
        }
    }

    /** Waits for a question; a little longer than it may take, so that its answer is seen. */
    private void await(CompletableFuture<Void> refresh) {
        try {
            refresh.get(2 * times.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("{} did not answer in time", document.setting(), e);
        }
    }

    /**
     * When to ask for keys.
     *
     * @param refreshAfter age at which they are asked for again
     * @param retryAfter least pause between two questions
     * @param timeout how long a question may take
     */
    public record Times(Duration refreshAfter, Duration retryAfter, Duration timeout) {}
}
