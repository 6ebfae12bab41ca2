package io.damso.persistence.leases;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoOperations;

/**
 * The stored runs, for the consumer that comes after this one and has not seen their leases. All changes are
 * idempotent. All methods throw a {@link org.springframework.dao.DataAccessException} if the store does not answer.
 * Thread-safe.
 */
final class GatewayRuns {

    private final MongoOperations mongo;

    GatewayRuns(MongoOperations mongo) {
        this.mongo = mongo;
    }

    List<GatewayRun> all() {
        return mongo.findAll(GatewayRun.class);
    }

    void add(GatewayRun run) {
        try {
            mongo.save(run);
        } catch (DuplicateKeyException e) {
            // Another process has added the same run at the same time.
        }
    }

    void remove(GatewayRun run) {
        mongo.remove(query(where("_id").is(run.exchange())), GatewayRun.class);
    }
}
