package io.damso.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Writes batches and counts them in the store until the store goes away, and remembers what was acknowledged. */
final class KilledWriter {

    private static final int BATCH_SIZE = 20;
    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private final int number;

    private volatile int acknowledgedBatches;
    private int acknowledgedCount;
    private int attemptedCount;

    KilledWriter(int number) {
        this.number = number;
    }

    int acknowledgedBatches() {
        return acknowledgedBatches;
    }

    void writeUntilItFails(MongoDatabase database) {
        try {
            while (true) {
                messages(database).insertMany(batch(acknowledgedBatches, ""), UNORDERED);
                acknowledgedBatches++;
                attemptedCount++;
                database.getCollection("counters")
                        .updateOne(eq("_id", number), Updates.inc("n", 1), new UpdateOptions().upsert(true));
                acknowledgedCount++;
            }
        } catch (MongoException e) {
            // killed, which is what this waits for; verify() would find anything else
        }
    }

    /** Checks all that was acknowledged, then settles the batch under way at the kill: it is there whole, or not at all. */
    void verify(Map<String, Integer> storedBatches, MongoDatabase database) {
        for (int i = 0; i < acknowledgedBatches; i++) {
            assertThat(storedBatches).as("acknowledged batch").containsEntry(name(i), BATCH_SIZE);
        }
        Document counter =
                database.getCollection("counters").find(eq("_id", number)).first();
        int count = counter == null ? 0 : counter.getInteger("n");
        assertThat(count).as("counter of writer %s", number).isBetween(acknowledgedCount, attemptedCount);
        if (acknowledgedBatches > 0) {
            assertRefused(database, batch(acknowledgedBatches - 1, ""));
            assertRefused(database, batch(acknowledgedBatches - 1, "twin-"));
        }
        if (storedBatches.containsKey(name(acknowledgedBatches))) {
            assertThat(storedBatches).as("batch at the kill").containsEntry(name(acknowledgedBatches), BATCH_SIZE);
            assertRefused(database, batch(acknowledgedBatches, "twin-"));
            acknowledgedBatches++;
        }
        assertIndexesLeadToEveryDocument(database);
    }

    private void assertIndexesLeadToEveryDocument(MongoDatabase database) {
        List<Document> expected = IntStream.range(0, acknowledgedBatches)
                .boxed()
                .flatMap(index -> batch(index, "").stream())
                .toList();
        Bson room = eq("room", "room" + number);
        assertServedByIndex(database, "room");
        assertThat(messages(database).find(room).sort(ascending("seq"))).containsExactlyElementsOf(expected);
        assertThat(messages(database).countDocuments(room)).isEqualTo(expected.size());
        for (int index = 0; index < acknowledgedBatches; index += 1 + acknowledgedBatches / 20) {
            Bson inBatch = eq("batch", name(index));
            assertServedByIndex(database, "batch");
            assertThat(messages(database).find(inBatch)).containsExactlyInAnyOrderElementsOf(batch(index, ""));
        }
    }

    /** An index whose first field has to have one value is used, as {@code IndexIT} shows. */
    private static void assertServedByIndex(MongoDatabase database, String field) {
        if (database.listCollectionNames().into(new ArrayList<>()).contains("messages")) {
            assertThat(messages(database).listIndexes())
                    .extracting(index ->
                            index.get("key", Document.class).keySet().iterator().next())
                    .contains(field);
        }
    }

    private void assertRefused(MongoDatabase database, List<Document> batch) {
        MongoBulkWriteException e = catchThrowableOfType(
                MongoBulkWriteException.class, () -> messages(database).insertMany(batch, UNORDERED));
        assertThat(e).as("refusal of a stored batch").isNotNull();
        assertThat(e.getWriteErrors())
                .hasSize(BATCH_SIZE)
                .extracting(BulkWriteError::getCode)
                .containsOnly(11000);
    }

    private List<Document> batch(int index, String idPrefix) {
        return IntStream.range(index * BATCH_SIZE, (index + 1) * BATCH_SIZE)
                .mapToObj(seq -> new Document("_id", idPrefix + number + "-" + seq)
                        .append("batch", name(index))
                        .append("room", "room" + number)
                        .append("seq", (long) seq)
                        .append("text", "x".repeat(200)))
                .toList();
    }

    private String name(int index) {
        return number + "-" + index;
    }

    private static MongoCollection<Document> messages(MongoDatabase database) {
        return database.getCollection("messages");
    }
}
