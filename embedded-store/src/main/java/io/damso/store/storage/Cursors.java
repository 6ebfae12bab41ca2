package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.refusal.ServerError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The open cursors: results that clients have not read completely. Thread-safe. */
public final class Cursors {

    /**
     * Size in bytes by {@link Bson#roughSize} at which a batch ends. A character may take three bytes in the reply, and
     * a message may have 48 MB.
     */
    private static final int MAX_BATCH_SIZE = 12 << 20;

    /** Number of documents in a batch if the client does not say how many it wants. */
    private static final int DEFAULT_BATCH = 1000;

    private final ConcurrentMap<Long, Open> open = new ConcurrentHashMap<>();

    /** A result that is read in batches from the snapshot of its first command. */
    private static final class Open {

        private final String namespace;
        private final Snapshot snapshot;
        private final Iterator<Document> documents;
        private boolean closed;
        private volatile long usedAt = System.nanoTime();

        Open(String namespace, Snapshot snapshot, Iterator<Document> documents) {
            this.namespace = namespace;
            this.snapshot = snapshot;
            this.documents = documents;
        }

        synchronized List<Document> take(int wanted) {
            usedAt = System.nanoTime();
            List<Document> batch = new ArrayList<>();
            int size = 0;
            int most = wanted > 0 ? wanted : DEFAULT_BATCH;
            while (!closed && batch.size() < most && size < MAX_BATCH_SIZE && documents.hasNext()) {
                Document document = documents.next();
                size += Bson.roughSize(document);
                batch.add(document);
            }
            return batch;
        }

        synchronized boolean hasMore() {
            return !closed && documents.hasNext();
        }

        synchronized void close() {
            if (!closed) {
                closed = true;
                snapshot.release();
            }
        }

        Document reply(long id, String field, List<Document> batch) {
            Document cursor = new Document("id", id).append("ns", namespace).append(field, batch);
            return new Document("cursor", cursor).append("ok", 1.0);
        }
    }

    /**
     * Returns the reply with the first documents of a result, and opens a cursor if there are more.
     *
     * @param snapshot state from which the documents are read on demand; held until the cursor is closed
     * @param batchSize maximum number of documents; 0 for the default
     */
    public Document first(String namespace, Snapshot snapshot, Stream<Document> documents, int batchSize) {
        Open cursor = new Open(namespace, snapshot, documents.iterator());
        List<Document> batch = cursor.take(batchSize);
        if (!cursor.hasMore()) {
            return cursor.reply(0, "firstBatch", batch);
        }
        snapshot.hold();
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        open.put(id, cursor);
        return cursor.reply(id, "firstBatch", batch);
    }

    /**
     * Returns the reply with the next documents of a cursor. A cursor is closed when its last document is returned.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with code 43 if the cursor does not exist, or was closed
     *     because it was idle
     */
    public Document next(long id, int batchSize) {
        Open cursor = open.get(id);
        if (cursor == null) {
            throw ServerError.CURSOR_NOT_FOUND.because("Cursor id " + id + " does not exist");
        }
        List<Document> batch = cursor.take(batchSize);
        if (cursor.hasMore()) {
            return cursor.reply(id, "nextBatch", batch);
        }
        kill(id);
        return cursor.reply(0, "nextBatch", batch);
    }

    /** Closes a cursor. Returns false if it does not exist. */
    public boolean kill(long id) {
        Open cursor = open.remove(id);
        if (cursor != null) {
            cursor.close();
        }
        return cursor != null;
    }

    /** Closes the cursors that were not used for longer than the time. */
    public void killIdle(Duration time) {
        open.forEach((id, cursor) -> {
            if (System.nanoTime() - cursor.usedAt > time.toNanos()) {
                kill(id);
            }
        });
    }
}
