package io.damso.persistence.store;

import org.bson.Document;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.mongodb.core.MongoOperations;

/** Up if the store answers a ping, which needs no permissions and works with every server. */
final class StoreHealth extends AbstractHealthIndicator {

    private final MongoOperations mongo;

    StoreHealth(MongoOperations mongo) {
        super("The store does not answer");
        this.mongo = mongo;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        try {
            mongo.executeCommand(new Document("ping", 1));
            health.up();
        } catch (RuntimeException e) { // with the exception, each health check would log a stack trace
            health.down()
                    .withDetail(
                            "error",
                            NestedExceptionUtils.getMostSpecificCause(e).toString());
        }
    }
}
