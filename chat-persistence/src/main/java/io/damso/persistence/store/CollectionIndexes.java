package io.damso.persistence.store;

import com.mongodb.client.model.IndexModel;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.data.mongodb.core.MongoOperations;

/**
 * Sees to it that the indexes of a collection exist before it is used. Uniqueness rests on them, so nothing is written
 * without; and a service that starts while the store is away creates them when it is back.
 */
public final class CollectionIndexes {

    private final MongoOperations mongo;
    private final String collection;
    private final List<IndexModel> indexes;
    private final ReentrantLock creating = new ReentrantLock();
    private volatile boolean created;

    /** Names the indexes; creates nothing yet. */
    public CollectionIndexes(MongoOperations mongo, String collection, List<IndexModel> indexes) {
        this.mongo = mongo;
        this.collection = collection;
        this.indexes = indexes;
    }

    /**
     * Returns when the indexes exist. Cheap after the first success.
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
                created = true;
            }
        } finally {
            creating.unlock();
        }
    }
}
