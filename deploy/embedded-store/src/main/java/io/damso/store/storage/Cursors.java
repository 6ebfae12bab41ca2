package io.damso.store.storage;

import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CursorNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The results that clients have not read to the end. */
public final class Cursors {

    private final StoreFile file;
    private final ConcurrentMap<Long, OpenCursor> open = new ConcurrentHashMap<>();

    public Cursors(StoreFile file) {
        this.file = file;
    }

    /**
     * Returns the first documents of a result, and a cursor if there are more. They are read as they are asked for, all
     * from the current command's snapshot; in a write command all documents are returned.
     *
     * @param batchSize how many documents at most
     */
    QueryResult first(Stream<Document> documents, int batchSize) {
        if (!(file.view() instanceof Snapshot snapshot)) {
            return new QueryResult(documents.toList());
        }
        OpenCursor cursor = new OpenCursor(file, snapshot, documents.iterator());
        List<Document> batch = cursor.take(batchSize);
        if (cursor.isExhausted()) {
            return new QueryResult(batch);
        }
        cursor.keep();
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        open.put(id, cursor);
        return new QueryResult(batch, id);
    }

    /**
     * Returns the next documents.
     *
     * @throws CursorNotFoundException if the cursor was read to its end, killed, or not used for long
     */
    public QueryResult next(long id, int batchSize) {
        OpenCursor cursor = open.get(id);
        if (cursor == null) {
            throw new CursorNotFoundException(id);
        }
        List<Document> batch = cursor.take(batchSize);
        if (cursor.isExhausted()) {
            kill(id);
            return new QueryResult(batch);
        }
        return new QueryResult(batch, id);
    }

    /** Forgets a cursor; false if there is none. */
    public boolean kill(long id) {
        OpenCursor cursor = open.remove(id);
        if (cursor != null) {
            cursor.close();
        }
        return cursor != null;
    }

    /** Forgets the cursors that were not used for so long. */
    public void killIdle(Duration time) {
        open.forEach((id, cursor) -> {
            if (cursor.isIdle(time)) {
                kill(id);
            }
        });
    }
}
