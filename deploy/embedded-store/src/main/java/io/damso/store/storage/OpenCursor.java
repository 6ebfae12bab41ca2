package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A result that is read batch by batch, from the snapshot it began with. */
final class OpenCursor {

    /** Keeps a reply well below the 48 MB of a message, also if all characters take three bytes. */
    private static final int MAX_BATCH_SIZE = 12 << 20;

    private final StoreFile file;
    private final Snapshot snapshot;
    private final Iterator<Document> documents;
    private boolean closed;
    private volatile long usedAt = System.nanoTime();

    OpenCursor(StoreFile file, Snapshot snapshot, Iterator<Document> documents) {
        this.file = file;
        this.snapshot = snapshot;
        this.documents = documents;
    }

    /** Lets the cursor outlive the command that holds the snapshot. */
    void keep() {
        snapshot.hold();
    }

    synchronized List<Document> take(int batchSize) {
        usedAt = System.nanoTime();
        return closed ? List.of() : file.within(snapshot, () -> read(batchSize));
    }

    private List<Document> read(int batchSize) {
        List<Document> batch = new ArrayList<>();
        int size = 0;
        while (batch.size() < batchSize && size < MAX_BATCH_SIZE && documents.hasNext()) {
            Document document = documents.next();
            size += Bson.roughSize(document);
            batch.add(document);
        }
        return batch;
    }

    synchronized boolean isExhausted() {
        return closed || !file.within(snapshot, documents::hasNext);
    }

    boolean isIdle(Duration time) {
        return System.nanoTime() - usedAt > time.toNanos();
    }

    /** Gives the snapshot back; for cursors that are kept. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            snapshot.release();
        }
    }
}
