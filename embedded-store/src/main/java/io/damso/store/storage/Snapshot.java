package io.damso.store.storage;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * The state after one write command. While a holder exists, the file keeps the pages of the snapshot. Without the
 * registration a long read would fail with "Chunk not found" after compaction has moved the pages. Thread-safe.
 *
 * <p>The maps are copies of their roots. {@link MVMap#openVersion} is not suitable: for a map that was not changed in a
 * version it returns the next version, which is not complete.
 */
public final class Snapshot implements View {

    private final MVStore store;
    final long version;
    private final MVStore.TxCounter registration;
    private final SortedMap<String, StoredCollection> collections;
    private final Map<MVMap<byte[], byte[]>, Frozen> maps = new IdentityHashMap<>();
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Captures the current version, which is complete but not yet committed. Only for the thread that writes. */
    Snapshot(MVStore store, SortedMap<String, StoredCollection> collections, Collection<MVMap<byte[], byte[]>> maps) {
        this.store = store;
        this.collections = collections;
        this.version = store.getCurrentVersion();
        this.registration = store.registerVersionUsage();
        maps.forEach(map -> this.maps.put(map, new Frozen(map)));
    }

    private static final class Frozen extends MVMap<byte[], byte[]> {

        Frozen(MVMap<byte[], byte[]> map) {
            super(map);
        }
    }

    /** Adds a holder. Returns false if the snapshot has no holder any more. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            store.deregisterVersionUsage(registration);
        }
    }

    @Override
    public SortedMap<String, StoredCollection> collections() {
        return collections;
    }

    @Override
    public MVMap<byte[], byte[]> of(MVMap<byte[], byte[]> map) {
        return Objects.requireNonNull(maps.get(map), "A map that is not in this state");
    }
}
