package io.damso.store.storage;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * The state after one write command. As long as somebody holds it the file keeps what it reads; without the registration a
 * long read ends with "Chunk not found" once compaction has moved the pages.
 *
 * <p>The maps are copies of their roots. {@link MVMap#openVersion} does not do: for a map that its version left alone it
 * returns the next version, unfinished.
 */
final class Snapshot implements View {

    private final MVStore store;
    private final long version;
    private final MVStore.TxCounter registration;
    private final Map<MVMap<byte[], byte[]>, Frozen> maps = new IdentityHashMap<>();
    private final AtomicInteger holders = new AtomicInteger(1);

    /** For the writer: takes the version under way, which is complete but not yet committed. */
    Snapshot(MVStore store, Collection<MVMap<byte[], byte[]>> maps) {
        this.store = store;
        this.version = store.getCurrentVersion();
        this.registration = store.registerVersionUsage();
        maps.forEach(map -> this.maps.put(map, new Frozen(map)));
    }

    private static final class Frozen extends MVMap<byte[], byte[]> {

        Frozen(MVMap<byte[], byte[]> map) {
            super(map);
        }
    }

    long version() {
        return version;
    }

    /** Takes part in holding the snapshot; false if nobody holds it any more. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            store.deregisterVersionUsage(registration);
        }
    }

    @Override
    public @Nullable MVMap<byte[], byte[]> of(MVMap<byte[], byte[]> map) {
        return maps.get(map);
    }
}
