package io.damso.store;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.storage.Cursors;
import io.damso.store.storage.IndexDescription;
import io.damso.store.storage.StoreFile;
import io.damso.store.storage.StoredCollection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background tasks of the store, on one thread: delete expired documents, close idle cursors and compact the file. A
 * failed task is logged and repeated after its interval.
 */
final class Upkeep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final int DELETED_AT_ONCE = 500;
    private static final int COMPACTION_STEPS_AT_ONCE = 20;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("embedded-store-upkeep").factory());
    private final StoreFile file;

    /**
     * Intervals of the tasks.
     *
     * @param expiry pause between two searches for expired documents
     * @param compaction pause between two checks whether the file needs compaction
     * @param idleCursor time after which an unused cursor is closed; checked four times as often
     */
    record Times(Duration expiry, Duration compaction, Duration idleCursor) {

        static final Times DEFAULT = new Times(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    Upkeep(StoreFile file, Cursors cursors, Times times) {
        this.file = file;
        repeat(times.expiry(), this::expire);
        repeat(times.compaction(), this::compact);
        repeat(times.idleCursor().dividedBy(4), () -> cursors.killIdle(times.idleCursor()));
    }

    private void repeat(Duration pause, Runnable task) {
        Runnable logging = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.warn("A background task of the store failed; next attempt in {}", pause, e);
            }
        };
        thread.scheduleWithFixedDelay(logging, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expire() {
        for (StoredCollection collection : file.<Collection<StoredCollection>>read(
                snapshot -> snapshot.collections().values())) {
            collection.descriptions().stream()
                    .filter(index -> index.expireAfterSeconds() != null)
                    .forEach(index -> expire(collection.namespace(), index));
        }
    }

    private void expire(String namespace, IndexDescription index) {
        long age = Objects.requireNonNull(index.expireAfterSeconds());
        String field = index.pattern().fields().getFirst().name();
        Document expired = new Document(field, new Document("$lt", Instant.now().minusSeconds(age)));
        int deleted;
        do {
            deleted = file.write(catalog -> {
                StoredCollection collection = catalog.collections().get(namespace);
                return collection == null ? 0 : collection.delete(catalog, expired, DELETED_AT_ONCE);
            });
        } while (deleted == DELETED_AT_ONCE && !thread.isShutdown());
    }

    private void compact() {
        int steps = 0;
        while (file.compactStep() && ++steps < COMPACTION_STEPS_AT_ONCE && !thread.isShutdown()) {
            // repeat; between two steps, waiting commands can run
        }
    }

    /** Waits until the running task has ended. */
    @Override
    public void close() {
        thread.close();
    }
}
