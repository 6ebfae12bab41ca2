package io.damso.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVMap;

/**
 * Gives queries copies of the documents they find.
 *
 * <p>The base class hands out the stored objects: an update then changes them in place, in old versions of the map as well
 * (nothing could be rolled back), and a reply that is encoded after its command could show half of the next one.
 */
final class DurableCollection extends H2Collection {

    DurableCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> statistics,
            CursorRegistry cursors) {
        super(database, name, options, documents, statistics, cursors);
    }

    @Override
    protected QueryResult createQueryResult(List<Document> matched, int batchSize) {
        return super.createQueryResult(matched.stream().map(Document::cloneDeeply).toList(), batchSize);
    }
}
