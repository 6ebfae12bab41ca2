package io.damso.store.storage;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.type.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file: one write command at a time, each a version of the file; reads beside it, on snapshots.
 *
 * <p>A write command is committed to the file before the next one begins, so that undoing a failed one takes nobody else's
 * work with it. It returns when its version is forced to the disk. That happens outside of the lock: what is committed
 * while one force is under way shares the next. If the file cannot be written it is closed, as of the last version written.
 */
public final class StoreFile {

    /** Number of the file's layout: the maps' names and contents. Files with another number must not be opened. */
    public static final int FORMAT = 2;

    private static final Logger log = LoggerFactory.getLogger(StoreFile.class);

    /** How long the space of outdated data is not overwritten. */
    private static final int RETENTION_MILLIS = 2000;

    /** Compaction starts when less than this share of the file is in use, in percent. */
    private static final int LOW_FILL_RATE = 40;

    private static final int TARGET_FILL_RATE = 60;
    private static final int COMPACTION_STEP = 4 << 20;
    private static final Duration COMPACTION_TIME = Duration.ofSeconds(20);

    private final MVStore store;
    private final boolean sync;
    private final Runnable reopen;
    private final ReentrantLock writing = new ReentrantLock();
    private final Lock forcing = new ReentrantLock();
    private final ThreadLocal<View> view = ThreadLocal.withInitial(() -> View.LIVE);
    private final Set<MVMap<byte[], byte[]>> maps = ConcurrentHashMap.newKeySet();
    private volatile Snapshot newest;
    private volatile long forced;
    private long compactedVersion;
    private long lastWrite = System.nanoTime();

    /**
     * @param store open file with auto-commit and the buffer that triggers it switched off
     * @param sync whether a write waits for the disk
     * @param reopen reads the names of all collections and indexes anew, after a write command was undone
     */
    public StoreFile(MVStore store, boolean sync, Runnable reopen) {
        store.setRetentionTime(RETENTION_MILLIS);
        this.store = store;
        this.sync = sync;
        this.reopen = reopen;
        this.newest = new Snapshot(store, maps);
    }

    /** Makes what was opened so far visible to readers. To be called once, before the first command. */
    public void start() {
        newVersion();
    }

    /** Marking the format is a change, and so makes a snapshot of what is open now. */
    private void newVersion() {
        store.setStoreVersion(FORMAT);
        commit();
    }

    /**
     * Runs a command that may change maps and returns its result when its changes are durable.
     *
     * @throws RuntimeException what the command throws, after its changes were undone
     */
    public <T> T write(Supplier<T> command) {
        T result;
        long version;
        writing.lock();
        try {
            requireOpen();
            result = live(() -> runOrUndo(command));
            version = commit();
        } finally {
            writing.unlock();
        }
        // also without changes of its own: the result may tell of another command's
        force(version);
        return result;
    }

    private <T> T runOrUndo(Supplier<T> command) {
        try {
            return command.get();
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
            reopen.run();
            newVersion();
        }
    }

    /** Makes the changes so far permanent, in the middle of a command, when there are too many to be kept in memory. */
    void commitPart() {
        commit();
    }

    private long commit() {
        try {
            maps.removeIf(MVMap::isClosed);
            Snapshot next = new Snapshot(store, maps);
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
        return newest.version();
    }

    private void force(long version) {
        if (!sync || forced >= version) {
            return;
        }
        forcing.lock();
        try {
            if (forced < version) {
                long committed = newest.version();
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
        log.error("{}; it is closed as of the last acknowledged write. Check the disk, then restart the store", what, cause);
        store.closeImmediately();
    }

    /** Runs a command that changes nothing, on the newest committed state, whatever is written meanwhile. */
    public <T> T read(Supplier<T> command) {
        requireOpen();
        Snapshot snapshot = hold();
        try {
            return within(snapshot, command);
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

    /** Runs something that sees also what is being written. */
    public <T> T live(Supplier<T> command) {
        return within(View.LIVE, command);
    }

    /** Runs something that sees the maps in a certain state. */
    <T> T within(View state, Supplier<T> command) {
        View outer = view.get();
        view.set(state);
        try {
            return command.get();
        } finally {
            view.set(outer);
        }
    }

    /** Returns the state that the current command sees. */
    View view() {
        return view.get();
    }

    /** Opens or makes the map of a collection. */
    MVMap<byte[], byte[]> documents(String name) {
        return map(name, CompressedBytes.INSTANCE);
    }

    /** Opens or makes the map of an index. */
    MVMap<byte[], byte[]> index(String name) {
        return map(name, SortedBytes.INSTANCE);
    }

    private MVMap<byte[], byte[]> map(String name, DataType<byte[]> values) {
        MVMap<byte[], byte[]> map = store.openMap(
                name, new MVMap.Builder<byte[], byte[]>().keyType(SortedBytes.INSTANCE).valueType(values));
        maps.add(map);
        return map;
    }

    /** Returns the names of the maps that begin with a prefix. */
    public List<String> mapNames(String prefix) {
        return store.getMapNames().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    void removeMap(String name) {
        store.removeMap(name);
    }

    void renameMap(MVMap<?, ?> map, String newName) {
        store.renameMap(map, newName);
    }

    /** Returns the file's size in bytes. */
    long size() {
        return store.getFileStore().size();
    }

    /**
     * Rewrites a few megabytes of sparsely used parts of the file, so that their space can be used again.
     *
     * @return whether there may be more to do at once
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
        // what was moved must be safe before its old space is used again
        force(version);
        return more;
    }

    /** Goes on for a while after the last write, because young parts of the file are left alone at first. */
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
            throw new FileClosedException();
        }
    }

    /** Lets the command under way end and closes the file. Does nothing twice. */
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
