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
 * The keys that an issuer publishes and changes. There is at most one request at a time and a minimum pause between two
 * requests, so tokens with invented keys cause at most one request in that pause. While the issuer does not answer, the
 * last keys stay valid.
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

    /**
     * Reads the keys of a document and waits for them; if that fails, tokens are refused as retryable until a later
     * read.
     */
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
     * Reads the keys in the background while the present ones are used. After a long idle time the caller waits for the
     * new keys, because cached ones may have been revoked.
     */
    private void refreshByAge() {
        boolean silence =
                nanoTime.getAsLong() - answeredAt > 2 * times.refreshAfter().toNanos();
        CompletableFuture<Void> refresh = ask(failing ? times.retryAfter() : times.refreshAfter());
        if (silence) {
            await(refresh);
        }
    }

    /**
     * Starts a request unless the last one is younger than the pause; returns the request that is in flight, if there
     * is one.
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
                LOG.error(
                        "{} cannot be read, {}: {}",
                        document.setting(),
                        areKnown() ? "the last good keys go on" : "all tokens are refused",
                        String.valueOf(e));
            }
            failing = true;
        }
    }

    /** Waits for a request; a little longer than its timeout, so that its result is used. */
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
     * Times of reading the keys.
     *
     * @param refreshAfter age at which they are read again
     * @param retryAfter minimum pause between two requests
     * @param timeout maximum time of a request
     */
    public record Times(Duration refreshAfter, Duration retryAfter, Duration timeout) {}
}
