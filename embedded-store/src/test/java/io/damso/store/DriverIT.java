package io.damso.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverIT {

    private static final Bson ROOM_AND_SEQ = compoundIndex(ascending("room"), descending("seq"));

    @TempDir
    private Path data;

    private EmbeddedStore store;
    private MongoClient client;
    private MongoCollection<Document> messages;

    @BeforeEach
    void start() {
        store = EmbeddedStore.start(0, data);
        client = MongoClients.create(store.uri());
        messages = client.getDatabase("chat").getCollection("messages");
    }

    @AfterEach
    void stop() {
        client.close();
        store.close();
    }

    private void restart() {
        stop();
        start();
    }

    @Test
    void documentsComeBackAsTheyWereStored() {
        Document message = message(1)
                .append("sentAt", new Date(1))
                .append("n", 1L)
                .append("d", 0.5)
                .append("none", null)
                .append("tags", List.of("a", new Document("b", true)));
        messages.insertOne(message);
        assertThat(messages.find().first()).isEqualTo(message);
        restart();
        assertThat(messages.find().first()).isEqualTo(message);
    }

    @Test
    void historyIsReadByRangeNewestFirstUpToALimit() {
        messages.createIndex(ROOM_AND_SEQ, new IndexOptions().unique(true));
        messages.insertMany(IntStream.range(0, 100).mapToObj(DriverIT::message).toList());
        messages.insertOne(message(40).append("_id", "other").append("room", "other"));
        assertThat(messages.find(and(eq("room", "r"), lt("seq", 50L)))
                        .sort(descending("seq"))
                        .limit(3))
                .extracting("seq")
                .containsExactly(49L, 48L, 47L);
        assertThat(messages.find(in("_id", "m3", "m5", "absent")))
                .extracting("_id")
                .containsExactly("m3", "m5");
        assertThat(messages.countDocuments(lt("seq", 10L))).isEqualTo(10);
        assertThat(messages.countDocuments()).isEqualTo(101);
    }

    @Test
    void longResultComesInBatches() {
        messages.insertMany(IntStream.range(0, 2500).mapToObj(DriverIT::message).toList());
        assertThat(messages.find()).hasSize(2500);
    }

    @Test
    void duplicatesAreWriteErrorsAndTheOthersAreStored() {
        messages.createIndex(ROOM_AND_SEQ, new IndexOptions().unique(true));
        messages.insertMany(List.of(message(1), message(2)));
        List<Document> batch = List.of(message(1), message(3), message(2).append("_id", "another"), message(4));
        MongoBulkWriteException e = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> messages.insertMany(batch, new InsertManyOptions().ordered(false)));
        assertThat(e.getWriteErrors()).extracting(BulkWriteError::getIndex).containsExactly(0, 2);
        assertThat(e.getWriteErrors()).extracting(BulkWriteError::getCode).containsOnly(11000);
        assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(2);
        assertThat(messages.find()).extracting("_id").containsExactlyInAnyOrder("m1", "m2", "m3", "m4");
    }

    @Test
    void uniqueIndexesHoldAfterARestart() {
        messages.createIndex(ROOM_AND_SEQ, new IndexOptions().unique(true));
        messages.createIndex(ascending("sender"));
        messages.insertMany(List.of(message(1), message(2)));
        messages.insertOne(message(3));
        restart();
        assertDuplicate(message(1).append("seq", 9L));
        assertDuplicate(message(2).append("_id", "another"));
        assertDuplicate(message(9).append("_id", "m3"));
        assertThat(messages.listIndexes()).extracting("name").contains("_id_", "room_1_seq_-1", "sender_1");
        assertThat(messages.find(eq("sender", "s"))).hasSize(3);
        assertThat(messages.deleteOne(eq("_id", "m3")).getDeletedCount()).isEqualTo(1);
    }

    @Test
    void updatesUpsertsAndDeletesReachDocumentsAndIndexes() {
        messages.createIndex(ROOM_AND_SEQ, new IndexOptions().unique(true));
        messages.insertMany(List.of(message(1), message(2), message(3)));
        messages.updateOne(eq("_id", "m1"), Updates.set("seq", 7L));
        assertDuplicate(message(7).append("_id", "another"));
        messages.insertOne(message(1).append("_id", "freed"));
        for (int position : new int[] {5, 3}) {
            messages.updateOne(eq("_id", "u:r"), Updates.max("read", position), new UpdateOptions().upsert(true));
        }
        assertThat(messages.find(eq("_id", "u:r")).first()).containsEntry("read", 5);
        assertThat(messages.deleteOne(eq("_id", "m2")).getDeletedCount()).isEqualTo(1);
        assertThat(messages.deleteMany(eq("room", "r")).getDeletedCount()).isEqualTo(3);
        assertThat(messages.find()).extracting("_id").containsExactly("u:r");
    }

    @Test
    void failedIndexBuildLeavesNothingBehind() {
        messages.insertMany(List.of(message(1), message(2), message(2).append("_id", "twin")));
        IndexOptions unique = new IndexOptions().unique(true);
        catchThrowableOfType(DuplicateKeyException.class, () -> messages.createIndex(ROOM_AND_SEQ, unique));
        assertThat(messages.listIndexes()).extracting("name").containsExactly("_id_");
        messages.insertOne(message(3));
        messages.deleteOne(eq("_id", "twin"));
        messages.createIndex(ROOM_AND_SEQ, unique);
        assertDuplicate(message(2).append("_id", "another"));
        restart();
        assertDuplicate(message(3).append("_id", "another"));
        assertThat(messages.find()).hasSize(3);
    }

    @Test
    void commandThatFailsHalfWayIsUndone() {
        messages.insertMany(List.of(message(1), message(2)));
        Document first = new Document("q", new Document("_id", "m1")).append("limit", 1);
        Document second = new Document("q", new Document("_id", "m2")); // not valid without a limit
        Document delete = new Document("delete", "messages").append("deletes", List.of(first, second));
        assertThat(catchThrowableOfType(
                        MongoCommandException.class,
                        () -> client.getDatabase("chat").runCommand(delete)))
                .isNotNull();
        assertThat(messages.find()).extracting("_id").containsExactly("m1", "m2");
        messages.updateOne(eq("_id", "m1"), Updates.set("text", "new"));
        restart();
        assertThat(messages.find(eq("_id", "m1")).first()).containsEntry("text", "new");
        assertThat(messages.countDocuments()).isEqualTo(2);
    }

    @Test
    void droppingADatabaseLeavesItsNamesakes() {
        messages.insertOne(message(1));
        MongoCollection<Document> namesake = client.getDatabase("chat2").getCollection("messages");
        namesake.insertOne(message(2));
        client.getDatabase("chat").drop();
        restart();
        assertThat(messages.find()).isEmpty();
        assertThat(client.getDatabase("chat2").getCollection("messages").find())
                .extracting("_id")
                .containsExactly("m2");
        messages.insertOne(message(1));
        assertThat(messages.find()).hasSize(1);
    }

    private void assertDuplicate(Document document) {
        MongoWriteException e = catchThrowableOfType(MongoWriteException.class, () -> messages.insertOne(document));
        assertThat(e).as("error for duplicate %s", document).isNotNull();
        assertThat(e.getError().getCategory()).isEqualTo(ErrorCategory.DUPLICATE_KEY);
    }

    private static Document message(int number) {
        return new Document("_id", "m" + number)
                .append("room", "r")
                .append("seq", (long) number)
                .append("sender", "s");
    }
}
