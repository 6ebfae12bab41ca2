package io.damso.load.client;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.wire.Speech;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Connects many clients, some at a time, until all are ready. For one thread. */
public final class Gathering {

    private final Loops loops;
    private final Speech speech;
    private final int concurrency;
    private final Duration patience;
    private final ConcurrentHistogram nanos = new ConcurrentHistogram(3_600_000_000_000L, 3);
    private int retries;

    /**
     * Creates one.
     *
     * @param concurrency how many connect at the same time
     * @param patience how long all of them together may take
     */
    public Gathering(Loops loops, Speech speech, int concurrency, Duration patience) {
        this.loops = loops;
        this.speech = speech;
        this.concurrency = concurrency;
        this.patience = patience;
    }

    /** Returns how long each client took from the beginning of its connection until it was ready. */
    public ConcurrentHistogram latencies() {
        return nanos;
    }

    /** Returns how often a client got no answer in time and connected anew. */
    public int retries() {
        return retries;
    }

    /**
     * Connects them, and returns when all are ready.
     *
     * @param later hears what happens to clients that were ready
     * @param progress hears now and then how many have begun
     * @throws BenchmarkException if one cannot connect; the message says why, and the others stay as they are
     * @throws InterruptedException if interrupted
     */
    public List<LoadClient> gather(List<Identity> identities, ClientEvents later, IntConsumer progress)
            throws InterruptedException {
        Semaphore places = new Semaphore(concurrency);
        AtomicReference<@Nullable Ending> failure = new AtomicReference<>();
        List<Attempt> attempts = new ArrayList<>(identities.size());
        long deadline = System.nanoTime() + patience.toNanos();
        for (Identity identity : identities) {
            take(1, places, attempts, failure, deadline);
            Attempt attempt = new Attempt(identity, later, nanos, places, failure);
            attempts.add(attempt);
            attempt.begin(loops, speech);
            if (attempts.size() % 1_000 == 0) {
                progress.accept(attempts.size());
            }
        }
        take(concurrency, places, attempts, failure, deadline);
        return attempts.stream().map(Attempt::client).toList();
    }

    private void take(int wanted, Semaphore places, List<Attempt> attempts, AtomicReference<@Nullable Ending> failure,
            long deadline) throws InterruptedException {
        boolean taken = false;
        while (!taken) {
            taken = places.tryAcquire(wanted, 500, TimeUnit.MILLISECONDS);
            Ending ending = failure.get();
            if (ending != null) {
                throw new BenchmarkException("Of " + attempts.size() + " clients so far one could not connect: "
                        + ending.reason() + " (" + ending.code() + ")");
            }
            if (!taken) {
                retry(attempts, deadline);
            }
        }
    }

    /** A server may refuse a subscription in a way that only its own clients understand, and want it once more. */
    private void retry(List<Attempt> attempts, long deadline) {
        long now = System.nanoTime();
        List<Attempt> silent = attempts.stream().filter(attempt -> attempt.isSilent(now)).toList();
        if (now - deadline > 0 || silent.stream().anyMatch(Attempt::isHopeless)) {
            throw new BenchmarkException("Of " + attempts.size() + " clients so far " + silent.size()
                    + " get no answer to CONNECT and SUBSCRIBE");
        }
        silent.forEach(attempt -> attempt.begin(loops, speech));
        retries += silent.size();
    }
}
