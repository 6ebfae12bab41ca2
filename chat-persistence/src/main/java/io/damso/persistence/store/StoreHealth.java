package io.damso.persistence.store;

import org.bson.Document;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.data.mongodb.core.MongoOperations;

/** Is up when the store answers a ping. Asks for no more, so that it works with the least rights and every server. */
final class StoreHealth extends AbstractHealthIndicator {

    private final MongoOperations mongo;

    StoreHealth(MongoOperations mongo) {
        super("The store does not answer");
        this.mongo = mongo;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        mongo.executeCommand(new Document("ping", 1));
        health.up();
    }
}
