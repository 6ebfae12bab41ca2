package io.damso.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoStoreIT {

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    @Test
    void storedDataSurvivesAnOutageOfTheStore() {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            client.getDatabase(mongo.database()).getCollection("things").insertOne(new Document("_id", 1));
        }
        mongo.disconnect();
        // Short, because the store does not answer.
        try (MongoClient client = MongoClients.create(mongo.uri() + "?serverSelectionTimeoutMS=300")) {
            var things = client.getDatabase(mongo.database()).getCollection("things");
            assertThatThrownBy(things::countDocuments).isInstanceOf(MongoException.class);
        }
        mongo.reconnect();
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            assertThat(client.getDatabase(mongo.database())
                            .getCollection("things")
                            .countDocuments())
                    .isOne();
        }
    }
}
