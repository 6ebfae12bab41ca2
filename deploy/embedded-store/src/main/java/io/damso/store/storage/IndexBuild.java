package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexBuildFailedException;
import java.util.Iterator;

/**
 * Fills a new index from a collection. A long build is committed in parts, to run in little memory; the index is listed
 * only when it is complete, and what a failed build leaves is removed when the database is opened next.
 */
final class IndexBuild {

    private static final int PART = 20_000;

    private final StoreFile file;
    private final StoredCollection collection;

    IndexBuild(StoreFile file, StoredCollection collection) {
        this.file = file;
        this.collection = collection;
    }

    void fill(OrderedIndex index) {
        int added = 0;
        for (Iterator<Document> documents = collection.queryAllAsStream().iterator(); documents.hasNext(); added++) {
            Document document = documents.next();
            if (!index.insert(document, StoredCollection.position(document))) {
                throw new IndexBuildFailedException(index.duplicate(document, collection), collection);
            }
            if (added % PART == PART - 1) {
                file.commitPart();
            }
        }
    }
}
