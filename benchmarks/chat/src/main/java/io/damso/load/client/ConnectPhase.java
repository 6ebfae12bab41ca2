package io.damso.load.client;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.wire.WireProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Connects many clients, a limited number at a time, until all are ready. Not thread-safe. */
public final class ConnectPhase {

    private final EventLoops eventLoops;
    private final WireProtocol protocol;
    private final int concurrency;
    private final Duration patience;
    private final ConcurrentHistogram nanos = new ConcurrentHistogram(3_600_000_000_000L, 3);
    private int retries;

    /**
     * Creates a phase.
     *
     * @param concurrency number of clients that connect at the same time
     * @param patience time limit for all clients together
     */
    public ConnectPhase(EventLoops eventLoops, WireProtocol protocol, int concurrency, Duration patience) {
        this.eventLoops = eventLoops;
        this.protocol = protocol;
        this.concurrency = concurrency;
        this.patience = patience;
    }

    /** Returns the times from the start of the connection until the client was ready, in nanoseconds. */
    public ConcurrentHistogram latencies() {
        return nanos;
    }

    /** Returns how often a client received no answer in time and connected again. */
    public int retries() {
        return retries;
    }

    /**
     * Connects the clients. Blocks until all are ready.
     *
     * @param later receives the events of clients after they are ready
     * @param progress receives the number of started clients, after every 1,000
     * @throws BenchmarkException with the reason if a client cannot connect; the other clients are not closed
     * @throws InterruptedException if interrupted
     */
    public List<LoadClient> connect(List<Identity> identities, ClientEvents later, IntConsumer progress)
            throws InterruptedException {
        Semaphore places = new Semaphore(concurrency);
        AtomicReference<@Nullable Ending> failure = new AtomicReference<>();
        List<Attempt> attempts = new ArrayList<>(identities.size());
        long deadline = System.nanoTime() + patience.toNanos();
        for (Identity identity : identities) {
            take(1, places, attempts, failure, deadline);
            Attempt attempt = new Attempt(identity, later, nanos, places, failure);
            attempts.add(attempt);
            attempt.begin(eventLoops, protocol);
            if (attempts.size() % 1_000 == 0) {
                progress.accept(attempts.size());
            }
        }
        take(concurrency, places, attempts, failure, deadline);
        return attempts.stream().map(Attempt::client).toList();
    }

    private void take(
            int wanted,
            Semaphore places,
            List<Attempt> attempts,
            AtomicReference<@Nullable Ending> failure,
            long deadline)
            throws InterruptedException {
        boolean taken = false;
        while (!taken) {
            taken = places.tryAcquire(wanted, 500, TimeUnit.MILLISECONDS);
            Ending ending = failure.get();
            if (ending != null) {
                throw new BenchmarkException("One of " + attempts.size() + " started clients could not connect: "
                        + ending.reason() + " (" + ending.code() + ")");
            }
            if (!taken) {
                retry(attempts, deadline);
            }
        }
    }

    /**
     * Connects clients without an answer again. Some servers refuse a subscription in their own way, without an answer
     * that this client understands.
     */
    private void retry(List<Attempt> attempts, long deadline) {
        long now = System.nanoTime();
        List<Attempt> silent =
                attempts.stream().filter(attempt -> attempt.isSilent(now)).toList();
        if (now - deadline > 0 || silent.stream().anyMatch(Attempt::isHopeless)) {
            throw new BenchmarkException("Of " + attempts.size() + " started clients, " + silent.size()
                    + " received no answer to CONNECT and SUBSCRIBE");
        }
        silent.forEach(attempt -> attempt.begin(eventLoops, protocol));
        retries += silent.size();
    }
}
