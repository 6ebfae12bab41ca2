package io.damso.store.storage;

import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * The state after one write command. As long as somebody holds it the file keeps what it reads; without the registration a
 * long read ends with "Chunk not found" once compaction has moved the pages.
 */
final class Snapshot implements View {

    private final MVStore store;
    private final long version;
    private final MVStore.TxCounter registration;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** For the writer: registers the version under way, which readers may see once it is committed. */
    Snapshot(MVStore store) {
        this.store = store;
        this.version = store.getCurrentVersion();
        this.registration = store.registerVersionUsage();
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
    public MVMap<byte[], byte[]> of(MVMap<byte[], byte[]> map) {
        return map.openVersion(version);
    }

    @Override
    public boolean contains(long made) {
        return made <= version;
    }
}
