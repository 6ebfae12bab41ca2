package io.damso.persistence.ingest.positions;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/**
 * The stored owners. Queues have a single active consumer, but RabbitMQ does not tell a process that its consumer became
 * active, or that another one was active in between. All methods throw a
 * {@link org.springframework.dao.DataAccessException} if the store does not answer. Thread-safe.
 */
final class PartitionOwners {

    private static final String ID = "_id";
    private static final String EPOCH = "epoch";

    private final MongoOperations mongo;

    PartitionOwners(MongoOperations mongo) {
        this.mongo = mongo;
    }

    Optional<PartitionOwner> of(int partition) {
        return Optional.ofNullable(mongo.findById(partition, PartitionOwner.class));
    }

    boolean isOwner(int partition, String epoch) {
        return of(partition).filter(owner -> owner.epoch().equals(epoch)).isPresent();
    }

    /** Replaces the owner. */
    void take(int partition, String epoch) {
        try {
            mongo.save(new PartitionOwner(partition, epoch, 0));
        } catch (DuplicateKeyException e) {
            // Another process took it for the first time at the same moment; the next check shows that.
        }
    }

    /** Notes that the owner runs; returns false if there is another one. */
    boolean beat(int partition, String epoch) {
        return mongo.updateFirst(query(is(partition, epoch)), new Update().inc("beat", 1), PartitionOwner.class)
                        .getMatchedCount()
                == 1;
    }

    /** Ends the ownership, so that another process need not wait. */
    void release(int partition, String epoch) {
        mongo.remove(query(is(partition, epoch)), PartitionOwner.class);
    }

    private static Criteria is(int partition, String epoch) {
        return where(ID).is(partition).and(EPOCH).is(epoch);
    }
}
