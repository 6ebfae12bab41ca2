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
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile MVStore.TxCounter registration;

    /** Takes the newest committed version. Only for the writer: none but the next version may be under way. */
    Snapshot(MVStore store) {
        this.store = store;
        this.version = store.getCurrentVersion() - 1;
        this.registration = store.registerVersionUsage();
    }

    /** Registers the newest snapshot again after a rollback, which forgets it. */
    void renew() {
        registration = store.registerVersionUsage();
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
