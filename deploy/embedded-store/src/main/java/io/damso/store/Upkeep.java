package io.damso.store;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.storage.Cursors;
import io.damso.store.storage.StoreFile;
import io.damso.store.storage.StoredDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the store does by itself, between commands: delete expired documents, forget cursors, compact the file. */
final class Upkeep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final int DELETED_AT_ONCE = 500;
    private static final int COMPACTION_STEPS_AT_ONCE = 20;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("embedded-store-upkeep").factory());
    private final StoreFile file;
    private final Supplier<List<StoredDatabase>> databases;

    /**
     * How often, and after which time.
     *
     * @param expiry between two searches for expired documents
     * @param compaction between two looks at how full the file is
     * @param idleCursor after which a cursor that is not read is forgotten
     */
    record Times(Duration expiry, Duration compaction, Duration idleCursor) {

        static final Times DEFAULT = new Times(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    Upkeep(StoreFile file, Cursors cursors, Supplier<List<StoredDatabase>> databases, Times times) {
        this.file = file;
        this.databases = databases;
        repeat(times.expiry(), this::expire);
        repeat(times.compaction(), this::compact);
        repeat(times.idleCursor().dividedBy(4), () -> cursors.killIdle(times.idleCursor()));
    }

    private void repeat(Duration pause, Runnable task) {
        Runnable logging = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.warn("Upkeep of the store failed and is tried again in {}", pause, e);
            }
        };
        thread.scheduleWithFixedDelay(logging, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expire() {
        for (StoredDatabase database : databases.get()) {
            String name = database.getDatabaseName();
            file.read(database::expiringIndexes).forEach(index -> expire(name, index));
        }
    }

    private void expire(String database, Document index) {
        Instant time = Instant.now().minusSeconds(((Number) index.get("expireAfterSeconds")).longValue());
        int deleted;
        do {
            deleted = file.write(() -> deleteOlder(database, index, time));
        } while (deleted == DELETED_AT_ONCE && !thread.isShutdown());
    }

    /** Looks the database up under the lock: one found before may be that of a command that was undone. */
    private int deleteOlder(String name, Document index, Instant time) {
        return databases.get().stream()
                .filter(database -> database.getDatabaseName().equals(name))
                .mapToInt(database -> database.deleteOlder(index, time, DELETED_AT_ONCE))
                .sum();
    }

    private void compact() {
        int steps = 0;
        while (file.compactStep() && ++steps < COMPACTION_STEPS_AT_ONCE && !thread.isShutdown()) {
            // one step more, after the commands that waited for this one
        }
    }

    /** Lets the step under way end. */
    @Override
    public void close() {
        thread.close();
    }
}
