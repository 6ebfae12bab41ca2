package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WriteIT {

    @RegisterExtension
    final RunningStore store = new RunningStore();

    private MongoCollection<Document> collection;

    @BeforeEach
    void open() {
        collection = store.collection();
        collection.createIndex(new Document("n", 1), new IndexOptions().unique(true));
        collection.insertMany(IntStream.range(0, 4)
                .mapToObj(n -> new Document("_id", n).append("n", n))
                .toList());
    }

    @Test
    void orderedUpdatesStopAtTheFirstError() {
        MongoBulkWriteException e = refused(updates(), true);
        assertThat(e.getWriteErrors()).extracting(BulkWriteError::getIndex).containsExactly(1);
        assertThat(e.getWriteErrors()).extracting(BulkWriteError::getCode).containsExactly(11000);
        assertThat(e.getWriteResult().getModifiedCount()).isEqualTo(1);
        assertThat(collection.find()).extracting("n").containsExactly(10, 1, 2, 3);
    }

    @Test
    void unorderedUpdatesGoOnAfterAnError() {
        MongoBulkWriteException e = refused(updates(), false);
        assertThat(e.getWriteErrors()).extracting(BulkWriteError::getIndex).containsExactly(1);
        assertThat(e.getWriteResult().getModifiedCount()).isEqualTo(2);
        assertThat(e.getWriteResult().getUpserts())
                .hasSize(1)
                .first()
                .satisfies(upsert -> assertThat(upsert.getIndex()).isEqualTo(3));
        assertThat(collection.find()).extracting("n").containsExactly(10, 1, 12, 3, 99);
    }

    private static List<WriteModel<Document>> updates() {
        return List.of(
                new UpdateOneModel<>(new Document("_id", 0), Updates.set("n", 10)),
                new UpdateOneModel<>(new Document("_id", 1), Updates.set("n", 3)),
                new UpdateOneModel<>(new Document("_id", 2), Updates.set("n", 12)),
                new UpdateOneModel<>(new Document("_id", 9), Updates.set("n", 99), new UpdateOptions().upsert(true)));
    }

    @Test
    void bulkWithAnUnknownOperatorIsRefusedAsAWhole() {
        List<WriteModel<Document>> deletes = List.of(
                new DeleteManyModel<>(new Document("_id", 0)),
                new DeleteManyModel<>(new Document("n", new Document("$unknown", 1))));
        MongoCommandException e =
                catchThrowableOfType(MongoCommandException.class, () -> collection.bulkWrite(deletes));
        assertThat(e.getCode()).isEqualTo(238);
        assertThat(e).hasMessageContaining("$unknown");
        assertThat(collection.find()).hasSize(4);
    }

    @Test
    void insertsAreCountedAndIndexedAsFarAsTheyWent() {
        List<Document> documents = List.of(
                new Document("_id", 5).append("n", 5),
                new Document("_id", 6).append("n", 1),
                new Document("_id", 7).append("n", 7));
        MongoBulkWriteException ordered = insert(documents, true);
        assertThat(ordered.getWriteResult().getInsertedCount()).isEqualTo(1);
        MongoBulkWriteException unordered = insert(documents, false);
        assertThat(unordered.getWriteErrors())
                .extracting(BulkWriteError::getIndex)
                .containsExactly(0, 1);
        assertThat(unordered.getWriteResult().getInsertedCount()).isEqualTo(1);
        assertThat(collection.find().sort(new Document("n", 1)))
                .extracting("_id")
                .containsExactly(0, 1, 2, 3, 5, 7);
        collection.deleteOne(new Document("_id", 1));
        collection.insertOne(new Document("_id", 6).append("n", 1));
    }

    @Test
    void updateOfManyVisitsEachDocumentOnce() {
        Document all = new Document("n", new Document("$gte", 0));
        assertThat(collection.updateMany(all, Updates.inc("n", 100)).getModifiedCount())
                .isEqualTo(4);
        Document some = new Document("n", new Document("$in", List.of(100, 101, 110, 111)));
        assertThat(collection.updateMany(some, Updates.inc("n", 10)).getModifiedCount())
                .isEqualTo(2);
        assertThat(collection.find().sort(new Document("n", 1))).extracting("n").containsExactly(102, 103, 110, 111);
    }

    @Test
    void valueIsAddedToAnArrayOnce() {
        Document one = new Document("o", "a").append("n", 1L);
        Document two = new Document("o", "a").append("n", 2L);
        Document three = new Document("o", "b").append("n", 2L);
        Document first = new Document("_id", 0);
        collection.updateOne(first, Updates.addToSet("copies", one));
        collection.updateOne(first, Updates.addEachToSet("copies", List.of(two, one, two, three)));
        assertThat(collection.updateOne(first, Updates.addToSet("copies", two)).getModifiedCount())
                .isZero();
        assertThat(collection.find(first).first().getList("copies", Document.class))
                .containsExactly(one, two, three);
        assertThat(catchThrowableOfType(
                                MongoWriteException.class, () -> collection.updateOne(first, Updates.addToSet("n", 1)))
                        .getCode())
                .isEqualTo(2);
        Document sliced = new Document("$addToSet", new Document("copies", new Document("$slice", 1)));
        assertThat(catchThrowableOfType(MongoCommandException.class, () -> collection.updateOne(first, sliced))
                        .getCode())
                .isEqualTo(238);
    }

    private MongoBulkWriteException refused(List<WriteModel<Document>> writes, boolean ordered) {
        return catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> collection.bulkWrite(writes, new BulkWriteOptions().ordered(ordered)));
    }

    private MongoBulkWriteException insert(List<Document> documents, boolean ordered) {
        return catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> collection.insertMany(documents, new InsertManyOptions().ordered(ordered)));
    }
}
