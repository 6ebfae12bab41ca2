package io.damso.persistence.ingest.positions;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/** The owners in MongoDB, in the collection {@code partitionOwners}. */
final class MongoPartitionOwners implements PartitionOwners {

    private static final String ID = "_id";
    private static final String EPOCH = "epoch";

    private final MongoOperations mongo;

    MongoPartitionOwners(MongoOperations mongo) {
        this.mongo = mongo;
    }

    @Override
    public Optional<PartitionOwner> of(int partition) {
        return Optional.ofNullable(mongo.findById(partition, PartitionOwner.class));
    }

    @Override
    public void take(int partition, String epoch) {
        try {
            mongo.save(new PartitionOwner(partition, epoch, 0));
        } catch (DuplicateKeyException e) {
            // Another process took it for the first time at the same moment; the next check shows that.
        }
    }

    @Override
    public boolean beat(int partition, String epoch) {
        return mongo.updateFirst(query(is(partition, epoch)), new Update().inc("beat", 1), PartitionOwner.class)
                        .getMatchedCount()
                == 1;
    }

    @Override
    public void release(int partition, String epoch) {
        mongo.remove(query(is(partition, epoch)), PartitionOwner.class);
    }

    private static Criteria is(int partition, String epoch) {
        return where(ID).is(partition).and(EPOCH).is(epoch);
    }
}
