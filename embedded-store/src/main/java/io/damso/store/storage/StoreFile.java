package io.damso.store.storage;

import io.damso.store.refusal.ServerError;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.type.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a store. Write commands run one at a time, and each creates a version of the file. Reads run concurrently
 * on snapshots. Thread-safe.
 *
 * <p>A write command is committed to the file before the next one begins, so undoing a failed command does not affect
 * others. It returns when its version is forced to the disk. This happens outside the lock: commands
 * that commit during one force share the next. If the file cannot be written, it is closed in the state of the last
 * written version.
 */
public final class StoreFile {

    /** Number of the file's layout: names and contents of the maps. A file with another number must not be opened. */
    public static final int FORMAT = 2;

    private static final Logger log = LoggerFactory.getLogger(StoreFile.class);

    /** Time in milliseconds during which the space of outdated data is not overwritten. */
    private static final int RETENTION_MILLIS = 2000;

    /** Compaction starts if less than this percentage of the file is in use. */
    private static final int LOW_FILL_RATE = 40;

    private static final int TARGET_FILL_RATE = 60;
    private static final int COMPACTION_STEP = 4 << 20;
    private static final Duration COMPACTION_TIME = Duration.ofSeconds(20);

    private final MVStore store;
    private final Catalog catalog = new Catalog(this);
    private final ReentrantLock writing = new ReentrantLock();
    private final Lock forcing = new ReentrantLock();
    private final Set<MVMap<byte[], byte[]>> maps = ConcurrentHashMap.newKeySet();
    private volatile Snapshot newest;
    private volatile long forced;
    private long compactedVersion;
    private long lastWrite = System.nanoTime();

    /**
     * Creates the access to an open file and opens all collections.
     *
     * @param store open file without auto-commit and without its buffer
     */
    public StoreFile(MVStore store) {
        store.setRetentionTime(RETENTION_MILLIS);
        this.store = store;
        catalog.load();
        newest = snapshot();
        newVersion();
    }

    private Snapshot snapshot() {
        return new Snapshot(store, new TreeMap<>(catalog.collections()), maps);
    }

    /** Setting the format counts as a change, so the commit creates a snapshot of all open maps. */
    private void newVersion() {
        store.setStoreVersion(FORMAT);
        commit();
    }

    /**
     * Runs a command that may change maps. Blocks while other write commands run and until the changes are durable.
     *
     * @throws RuntimeException if the command throws it; its changes are undone before
     */
    public <T> T write(Function<Catalog, T> command) {
        T result;
        long version;
        writing.lock();
        try {
            requireOpen();
            result = runOrUndo(command);
            version = commit();
        } finally {
            writing.unlock();
        }
        // also if this command changed nothing: its result may show changes of another command
        force(version);
        return result;
    }

    private <T> T runOrUndo(Function<Catalog, T> command) {
        try {
            return command.apply(catalog);
        } catch (RuntimeException | Error e) {
            try {
                undo();
            } catch (RuntimeException | Error failure) {
                e.addSuppressed(failure);
                stop("A failed command cannot be undone", e);
            }
            throw e;
        }
    }

    private void undo() {
        if (store.hasUnsavedChanges()) {
            store.rollback();
            catalog.load();
            newVersion();
        }
    }

    /**
     * Commits the changes so far and returns their version. In the middle of a command, if they are too many to keep in
     * memory, this means that they are not undone if the command fails later.
     */
    long commit() {
        try {
            maps.removeIf(MVMap::isClosed);
            Snapshot next = snapshot();
            Snapshot outdated = next;
            if (store.commit() >= 0) {
                outdated = newest;
                newest = next;
            }
            outdated.release();
        } catch (RuntimeException | Error e) {
            stop("The file cannot be written", e);
            throw e;
        }
        requireOpen();
        return newest.version;
    }

    private void force(long version) {
        if (forced >= version) {
            return;
        }
        forcing.lock();
        try {
            if (forced < version) {
                long committed = newest.version;
                store.sync();
                forced = committed;
            }
        } catch (RuntimeException | Error e) {
            stop("The file cannot be forced to the disk", e);
            throw e;
        } finally {
            forcing.unlock();
        }
    }

    private void stop(String what, Throwable cause) {
        log.error(
                "{}; the file is closed in its last acknowledged state. Check the disk, then restart the store",
                what,
                cause);
        store.closeImmediately();
    }

    /** Runs a command that changes nothing, on the newest committed state. Writes do not block it. */
    public <T> T read(Function<Snapshot, T> command) {
        requireOpen();
        Snapshot snapshot = hold();
        try {
            return command.apply(snapshot);
        } finally {
            snapshot.release();
        }
    }

    private Snapshot hold() {
        Snapshot snapshot = newest;
        while (!snapshot.hold()) {
            snapshot = newest;
        }
        return snapshot;
    }

    /** Opens or creates the map of a collection. */
    MVMap<byte[], byte[]> documents(String name) {
        return map(name, CompressedBytes.INSTANCE);
    }

    /** Opens or creates the map of an index. */
    MVMap<byte[], byte[]> index(String name) {
        return map(name, SortedBytes.INSTANCE);
    }

    private MVMap<byte[], byte[]> map(String name, DataType<byte[]> values) {
        MVMap<byte[], byte[]> map = store.openMap(
                name,
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(SortedBytes.INSTANCE)
                        .valueType(values));
        maps.add(map);
        return map;
    }

    /** Returns the names of the maps that begin with a prefix. */
    List<String> mapNames(String prefix) {
        return store.getMapNames().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    void removeMap(String name) {
        store.removeMap(name);
    }

    /**
     * Rewrites some megabytes of sparsely used parts of the file, so that their space can be reused.
     *
     * @return whether another step may be useful immediately
     */
    public boolean compactStep() {
        boolean more;
        long version;
        writing.lock();
        try {
            if (store.isClosed() || !isWorthCompacting()) {
                return false;
            }
            more = store.compact(TARGET_FILL_RATE, COMPACTION_STEP);
            if (!more && store.getFileStore() instanceof RandomAccessStore file) {
                file.compactMoveChunks(TARGET_FILL_RATE, COMPACTION_STEP, store);
            }
            version = commit();
            compactedVersion = store.getCurrentVersion();
        } finally {
            writing.unlock();
        }
        // moved data must be on the disk before its old space is reused
        force(version);
        return more;
    }

    /**
     * Returns whether to compact. Continues for {@link #COMPACTION_TIME} after the last write, because new parts of the
     * file are not compacted at first.
     */
    private boolean isWorthCompacting() {
        FileStore<?> file = store.getFileStore();
        if (store.getCurrentVersion() != compactedVersion) {
            lastWrite = System.nanoTime();
        }
        return System.nanoTime() - lastWrite < COMPACTION_TIME.toNanos()
                && file.size() > COMPACTION_STEP
                && file.getFillRate() * file.getChunksFillRate() / 100 < LOW_FILL_RATE;
    }

    private void requireOpen() {
        if (store.isClosed()) {
            throw ServerError.SHUTDOWN_IN_PROGRESS.because("The store's file is closed");
        }
    }

    /** Waits for the running write command and closes the file. A second call does nothing. */
    public void close() {
        writing.lock();
        try {
            if (!store.isClosed()) {
                newest.release();
                store.close();
            }
        } finally {
            writing.unlock();
        }
    }
}
