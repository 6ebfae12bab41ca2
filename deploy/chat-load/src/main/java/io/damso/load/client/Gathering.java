package io.damso.load.client;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.wire.Speech;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Connects many clients, some at a time, until all are ready. */
public final class Gathering {

    private final Loops loops;
    private final Speech speech;
    private final int concurrency;
    private final Duration patience;
    private final ConcurrentHistogram nanos = new ConcurrentHistogram(3_600_000_000_000L, 3);

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

    /**
     * Connects them, and returns when all are ready.
     *
     * @param later hears what happens to clients that were ready
     * @param progress hears now and then how many are ready
     * @throws BenchmarkException if one cannot connect; the message says why, and the others stay as they are
     * @throws InterruptedException if interrupted
     */
    public List<LoadClient> gather(List<Identity> identities, ClientEvents later, IntConsumer progress)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Semaphore places = new Semaphore(concurrency);
        Arrivals arrivals = new Arrivals(identities.size(), places);
        List<LoadClient> clients = new ArrayList<>(identities.size());
        for (Identity identity : identities) {
            while (!places.tryAcquire(1, TimeUnit.SECONDS)) {
                arrivals.check(deadline);
            }
            arrivals.check(deadline);
            LoadClient client = new LoadClient(loops, speech, identity, new Arrival(arrivals, later, System.nanoTime()));
            clients.add(client);
            client.connect();
            if (clients.size() % 1_000 == 0) {
                progress.accept(clients.size());
            }
        }
        while (!arrivals.all.await(1, TimeUnit.SECONDS)) {
            arrivals.check(deadline);
        }
        arrivals.check(deadline);
        return clients;
    }

    /** Who is there, and the first reason why somebody is not. */
    private static final class Arrivals {

        private final int wanted;
        private final Semaphore places;
        private final CountDownLatch all;
        private final AtomicReference<@Nullable Ending> failure = new AtomicReference<>();
        private final AtomicInteger failures = new AtomicInteger();

        Arrivals(int wanted, Semaphore places) {
            this.wanted = wanted;
            this.places = places;
            this.all = new CountDownLatch(wanted);
        }

        void check(long deadline) {
            Ending ending = failure.get();
            if (ending != null) {
                throw new BenchmarkException("%d of %d clients could not connect: %s (%d)"
                        .formatted(failures.get(), wanted, ending.reason(), ending.code()));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new BenchmarkException("Of " + wanted + " clients " + all.getCount() + " did not get ready in time");
            }
        }

        void settle() {
            places.release();
            all.countDown();
        }
    }

    /** Waits for one client, and is in nobody's way afterwards. */
    private final class Arrival implements ClientEvents {

        private final Arrivals arrivals;
        private final ClientEvents later;
        private final long begin;
        private boolean arrived;

        Arrival(Arrivals arrivals, ClientEvents later, long begin) {
            this.arrivals = arrivals;
            this.later = later;
            this.begin = begin;
        }

        @Override
        public void ready(LoadClient client) {
            arrived = true;
            nanos.recordValue(System.nanoTime() - begin);
            arrivals.settle();
            later.ready(client);
        }

        @Override
        public void acknowledged(LoadClient client, int number) {
            later.acknowledged(client, number);
        }

        @Override
        public void refused(LoadClient client, String text) {
            if (!arrived) {
                client.close();
                ended(client, new Ending(Ending.BROKEN, text));
            } else {
                later.refused(client, text);
            }
        }

        @Override
        public void ended(LoadClient client, Ending ending) {
            if (arrived) {
                later.ended(client, ending);
            } else if (arrivals.failures.incrementAndGet() > 0) {
                arrived = true;
                arrivals.failure.compareAndSet(null, ending);
                arrivals.settle();
            }
        }
    }
}
