package io.damso.store;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;

/** A number in the store that all writers raise at once. */
final class SharedCounter {

    private static final String ID = "shared";
    private static final FindOneAndUpdateOptions OPTIONS =
            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);

    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger attempts = new AtomicInteger();

    void raise(MongoDatabase database) {
        attempts.incrementAndGet();
        int number = counters(database).findOneAndUpdate(eq("_id", ID), Updates.inc("n", 1), OPTIONS).getInteger("n");
        assertThat(acknowledged.add(number)).as("number %s given once", number).isTrue();
    }

    void verify(MongoDatabase database) {
        Document counter = counters(database).find(eq("_id", ID)).first();
        int highest = acknowledged.stream().mapToInt(Integer::intValue).max().orElse(0);
        assertThat(counter == null ? 0 : counter.getInteger("n")).as("shared counter")
                .isBetween(highest, attempts.get());
    }

    private static MongoCollection<Document> counters(MongoDatabase database) {
        return database.getCollection("counters");
    }
}
