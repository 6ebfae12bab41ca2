package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;
import static org.springframework.data.mongodb.core.query.Update.update;

import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.result.UpdateResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.BulkOperationException;
import org.springframework.data.mongodb.core.BulkOperations.BulkMode;
import org.springframework.data.mongodb.core.CollectionOptions;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.index.CompoundIndex;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.index.IndexInfo;
import org.springframework.data.mongodb.core.index.Indexed;
import org.springframework.data.mongodb.core.index.MongoPersistentEntityIndexResolver;
import org.springframework.data.mongodb.core.query.Update;

/** The store as Spring Data sees it. */
class SpringDataIT {

    @TempDir
    private Path data;

    private EmbeddedStore store;
    private MongoClient client;
    private MongoTemplate mongo;

    @org.springframework.data.mongodb.core.mapping.Document("messages")
    @CompoundIndex(name = "room_seq", def = "{'room': 1, 'seq': -1}", unique = true)
    record Message(
            @Id String id, String room, long seq, @Indexed String sender, Instant sentAt) {

        static Message of(int number) {
            return new Message("m" + number, "r" + number % 2, number, "s", Instant.ofEpochMilli(number));
        }
    }

    @BeforeEach
    void start() {
        store = EmbeddedStore.start(0, data);
        client = MongoClients.create(store.uri());
        mongo = new MongoTemplate(client, "chat");
    }

    @AfterEach
    void stop() {
        client.close();
        store.close();
    }

    @Test
    void documentsAreCreatedReadChangedAndDeleted() {
        Message message = mongo.insert(Message.of(1));
        assertThat(mongo.findById("m1", Message.class)).isEqualTo(message);
        Message moved = new Message("m1", "elsewhere", 7, "s", Instant.EPOCH);
        mongo.save(moved);
        mongo.save(Message.of(2));
        assertThat(mongo.find(query(where("room").is("elsewhere")), Message.class))
                .containsExactly(moved);
        UpdateResult changed = mongo.updateFirst(query(where("_id").is("m2")), update("sender", "t"), Message.class);
        assertThat(changed.getModifiedCount()).isEqualTo(1);
        assertThat(mongo.exists(query(where("sender").is("t")), Message.class)).isTrue();
        assertThat(mongo.remove(moved).getDeletedCount()).isEqualTo(1);
        assertThat(mongo.findAll(Message.class)).extracting(Message::id).containsExactly("m2");
        assertThat(mongo.remove(query(where("_id").is("m2")), Message.class).getDeletedCount())
                .isEqualTo(1);
        assertThat(mongo.count(query(where("_id").exists(true)), Message.class)).isZero();
        assertThat(mongo.estimatedCount(Message.class)).isZero();
    }

    @Test
    void pagesAreSortedAndLimited() {
        mongo.insertAll(IntStream.range(0, 20).mapToObj(Message::of).toList());
        assertThat(mongo.find(
                        query(where("room").is("r0").and("seq").lt(10))
                                .with(Sort.by(Direction.DESC, "seq"))
                                .limit(2),
                        Message.class))
                .extracting(Message::seq)
                .containsExactly(8L, 6L);
        assertThat(mongo.find(query(where("_id").in("m1", "m2")), Message.class))
                .hasSize(2);
        try (var all = mongo.stream(query(where("seq").gte(5)), Message.class)) {
            assertThat(all).hasSize(15);
        }
    }

    @Test
    void upsertMakesAndThenChanges() {
        Update highest = new Update().max("read", 5).set("user", "u");
        assertThat(mongo.upsert(query(where("_id").is("u:r")), highest, "positions")
                        .getUpsertedId())
                .isNotNull();
        mongo.upsert(query(where("_id").is("u:r")), new Update().max("read", 3), "positions");
        assertThat(mongo.findById("u:r", Document.class, "positions"))
                .isEqualTo(new Document("_id", "u:r").append("read", 5).append("user", "u"));
    }

    @Test
    void indexesComeFromAnnotationsAndFromIndexOperations() {
        new MongoPersistentEntityIndexResolver(mongo.getConverter().getMappingContext())
                .resolveIndexFor(Message.class)
                .forEach(mongo.indexOps(Message.class)::createIndex);
        mongo.indexOps(Message.class).createIndex(new Index("sentAt", Direction.DESC).named("newest"));
        assertThat(mongo.indexOps(Message.class).getIndexInfo())
                .extracting(IndexInfo::getName)
                .containsExactlyInAnyOrder("_id_", "room_seq", "sender", "newest");
        mongo.insert(Message.of(1));
        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> mongo.insert(new Message("twin", "r1", 1, "s", Instant.EPOCH)));
        mongo.indexOps(Message.class).dropIndex("room_seq");
        mongo.insert(new Message("twin", "r1", 1, "s", Instant.EPOCH));
        assertThat(mongo.findAll(Message.class)).hasSize(2);
    }

    @Test
    void unorderedBulkGoesOnAfterADuplicate() {
        mongo.insert(Message.of(1));
        assertThatExceptionOfType(BulkOperationException.class)
                .isThrownBy(() -> mongo.bulkOps(BulkMode.UNORDERED, Message.class)
                        .insert(List.of(Message.of(0), Message.of(1), Message.of(2)))
                        .execute())
                .satisfies(e -> assertThat(e.getErrors())
                        .extracting(BulkWriteError::getIndex)
                        .containsExactly(1))
                .satisfies(e -> assertThat(e.getErrors())
                        .extracting(BulkWriteError::getCode)
                        .containsExactly(11000));
        assertThat(mongo.findAll(Message.class)).extracting(Message::id).containsExactlyInAnyOrder("m0", "m1", "m2");
    }

    @Test
    void orderedBulkStopsAtADuplicate() {
        mongo.insert(Message.of(1));
        assertThatExceptionOfType(BulkOperationException.class)
                .isThrownBy(() -> mongo.bulkOps(BulkMode.ORDERED, Message.class)
                        .insert(List.of(Message.of(0), Message.of(1), Message.of(2)))
                        .execute())
                .satisfies(e -> assertThat(e.getErrors())
                        .extracting(BulkWriteError::getIndex)
                        .containsExactly(1))
                .satisfies(e -> assertThat(e.getErrors())
                        .extracting(BulkWriteError::getCode)
                        .containsExactly(11000));
        assertThat(mongo.findAll(Message.class)).extracting(Message::id).containsExactlyInAnyOrder("m0", "m1");
    }

    @Test
    void mixedBulkCountsWhatItDid() {
        BulkWriteResult result = mongo.bulkOps(BulkMode.ORDERED, Message.class)
                .insert(List.of(Message.of(1), Message.of(2)))
                .updateOne(query(where("_id").is("m1")), update("sender", "t"))
                .upsert(query(where("_id").is("m3")), update("sender", "t"))
                .remove(query(where("_id").is("m2")))
                .execute();
        assertThat(result.getInsertedCount()).isEqualTo(2);
        assertThat(result.getModifiedCount()).isEqualTo(1);
        assertThat(result.getUpserts()).hasSize(1);
        assertThat(result.getDeletedCount()).isEqualTo(1);
    }

    @Test
    void collectionsAreFoundAndDropped() {
        mongo.insert(Message.of(1));
        mongo.insert(new Document("name", "r"), "rooms");
        assertThat(mongo.collectionExists("rooms")).isTrue();
        assertThat(mongo.collectionExists("none")).isFalse();
        assertThat(mongo.getCollectionNames()).containsExactlyInAnyOrder("messages", "rooms");
        mongo.dropCollection("rooms");
        mongo.dropCollection("none");
        assertThat(mongo.getCollectionNames()).containsExactly("messages");
    }

    @Test
    void refusalsKeepTheirCode() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> mongo.createCollection(
                        "log", CollectionOptions.empty().capped().size(4096)))
                .withMessageContaining("(CommandNotFound)");
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> mongo.find(query(where("_id").is("m1")).withHint("_id_"), Message.class))
                .withMessageContaining("(NotImplemented)");
    }
}
