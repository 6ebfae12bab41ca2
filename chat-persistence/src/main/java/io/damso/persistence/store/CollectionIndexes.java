package io.damso.persistence.store;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.MongoOperations;

/**
 * Ensures that the indexes of a collection exist, and that no obsolete one does, before it is used. Uniqueness depends
 * on them, so nothing is written without them. A service that starts while the store is not available creates them
 * later.
 */
public final class CollectionIndexes {

    private static final Logger LOG = LoggerFactory.getLogger(CollectionIndexes.class);
    private static final int INDEX_NOT_FOUND = 27;

    private final MongoOperations mongo;
    private final String collection;
    private final List<IndexModel> indexes;
    private final List<BsonDocument> obsolete;
    private final ReentrantLock creating = new ReentrantLock();
    private volatile boolean created;

    /** Stores the definitions; does not create the indexes yet. */
    public CollectionIndexes(MongoOperations mongo, String collection, List<IndexModel> indexes) {
        this(mongo, collection, indexes, List.of());
    }

    /**
     * Stores the definitions; does not change the indexes yet.
     *
     * @param obsolete keys of indexes that earlier versions created and that must not exist any more
     */
    CollectionIndexes(MongoOperations mongo, String collection, List<IndexModel> indexes, List<Bson> obsolete) {
        this.mongo = mongo;
        this.collection = collection;
        this.indexes = indexes;
        this.obsolete = obsolete.stream().map(Bson::toBsonDocument).toList();
    }

    /**
     * Creates missing indexes and drops obsolete ones. Does nothing after the first success.
     *
     * @throws org.springframework.dao.DataAccessException if the store does not answer; the next call tries again
     */
    public void ensure() {
        if (created) {
            return;
        }
        creating.lock();
        try {
            if (!created) {
                mongo.execute(collection, target -> target.createIndexes(indexes));
                mongo.execute(collection, target -> {
                    dropObsolete(target);
                    return true;
                });
                created = true;
            }
        } finally {
            creating.unlock();
        }
    }

    /** Makes the next {@link #ensure} look again: a process of an earlier version may have created an obsolete index. */
    void suspect() {
        created = false;
    }

    private void dropObsolete(MongoCollection<Document> target) {
        for (Document index : target.listIndexes().into(new ArrayList<>())) {
            String name = index.getString("name");
            if (obsolete.contains(index.get("key", Document.class).toBsonDocument())) {
                LOG.info("The index {} of {} is not used any more and is dropped", name, collection);
                drop(target, name);
            }
        }
    }

    /** Another process may drop the same index at this moment. */
    private static void drop(MongoCollection<Document> target, String name) {
        try {
            target.dropIndex(name);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != INDEX_NOT_FOUND) {
                throw e;
            }
        }
    }
}
