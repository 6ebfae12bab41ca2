package io.damso.bench.store.load;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import io.damso.bench.report.Progress;
import io.damso.bench.store.peer.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Inserts the messages in batches, from several connections like chat-persistence. */
public final class Inserts {

    /** Number of connections that insert concurrently: one per durable queue. */
    public static final int WRITERS = 4;

    private static final InsertManyOptions IN_ORDER = new InsertManyOptions().ordered(true);
    private static final int SECONDS_BETWEEN_REPORTS = 10;

    private final Peer peer;
    private final MongoCollection<Document> messages;
    private final Ledger ledger;

    /** Creates an instance that continues after the batches in the ledger. */
    public Inserts(Peer peer, MongoCollection<Document> messages, Ledger ledger) {
        this.peer = peer;
        this.messages = messages;
        this.ledger = ledger;
    }

    /**
     * Inserts until the number of documents is acknowledged, the time limit is reached or a batch fails.
     *
     * @param documents total number, a multiple of {@link Messages#BATCH}
     */
    public Timing fillTo(long documents, Duration limit, Progress progress) {
        long before = ledger.documents();
        Stopwatch watch = new Stopwatch(peer);
        try (ScheduledExecutorService reporter = Executors.newSingleThreadScheduledExecutor()) {
            reporter.scheduleAtFixedRate(
                    () -> progress.say("  %,d of %,d documents", ledger.documents(), documents),
                    SECONDS_BETWEEN_REPORTS,
                    SECONDS_BETWEEN_REPORTS,
                    TimeUnit.SECONDS);
            int end = Math.toIntExact(documents / Messages.BATCH);
            RuntimeException failure = write(end, () -> watch.isWithin(limit), watch);
            reporter.shutdownNow();
            long stored = ledger.documents();
            Timing timing = watch.stop(stored - before);
            return stored == documents
                    ? timing
                    : timing.butOnly(String.format(
                            Locale.ROOT,
                            "%,d of %,d, %s",
                            stored,
                            documents,
                            failure == null ? "after " + limit.toSeconds() + " s" : peer.explain(failure)));
        }
    }

    /**
     * Inserts more batches, and kills the server during the inserts when {@code batches} of them are acknowledged or
     * the time limit is reached.
     */
    public void killAfter(int batches, Duration limit) {
        long enough = ledger.documents() + (long) batches * Messages.BATCH;
        Stopwatch watch = new Stopwatch(peer);
        write(
                Integer.MAX_VALUE,
                () -> {
                    if (ledger.documents() < enough && watch.isWithin(limit)) {
                        return true;
                    }
                    peer.kill();
                    return false;
                },
                watch);
        peer.kill();
    }

    private @Nullable RuntimeException write(int end, BooleanSupplier proceed, Stopwatch watch) {
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < WRITERS; i++) {
                writers.execute(() -> {
                    try {
                        writeWhile(proceed, end, watch, failure);
                    } catch (RuntimeException e) {
                        failure.compareAndSet(null, e);
                    }
                });
            }
        }
        return failure.get();
    }

    private void writeWhile(
            BooleanSupplier proceed, int end, Stopwatch watch, AtomicReference<@Nullable RuntimeException> failure) {
        while (failure.get() == null && proceed.getAsBoolean()) {
            int batch = ledger.nextBefore(end);
            if (batch == end) {
                return;
            }
            List<Document> documents = Messages.batch(batch);
            watch.time(() -> messages.insertMany(documents, IN_ORDER));
            ledger.acknowledge(batch);
        }
    }
}
