package io.damso.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that chat-persistence sends, in its form and order, and those that tell about the server. */
class ContractIT {

    @TempDir
    private Path data;

    private EmbeddedStore store;
    private MongoClient client;
    private MongoDatabase database;
    private MongoCollection<Document> messages;

    @BeforeEach
    void start() {
        store = EmbeddedStore.start(0, data);
        client = MongoClients.create(store.uri() + "/?retryWrites=true&w=majority&journal=true");
        database = client.getDatabase("damso");
        messages = database.getCollection("messages");
        IndexOptions unique = new IndexOptions().unique(true);
        messages.createIndexes(List.of(
                new IndexModel(ascending("roomId", "seq"), unique),
                new IndexModel(ascending("sender", "clientMessageId"), unique)));
    }

    @AfterEach
    void stop() {
        client.close();
        store.close();
    }

    @Test
    void makingTheSameIndexesAgainChangesNothing() {
        IndexOptions unique = new IndexOptions().unique(true);
        messages.createIndexes(List.of(
                new IndexModel(ascending("roomId", "seq"), unique),
                new IndexModel(ascending("sender", "clientMessageId"), unique)));
        assertThat(messages.listIndexes())
                .extracting("name")
                .containsExactlyInAnyOrder("_id_", "roomId_1_seq_1", "sender_1_clientMessageId_1");
    }

    @Test
    void orderedBatchStoresWhatIsBeforeTheDuplicate() {
        messages.insertMany(List.of(message(1), message(2)));
        MongoBulkWriteException e = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> messages.insertMany(List.of(
                        message(3), message(2).append("_id", "other").append("clientMessageId", "other"), message(4))));
        assertThat(e.getWriteErrors()).hasSize(1);
        BulkWriteError error = e.getWriteErrors().getFirst();
        assertThat(error.getIndex()).isEqualTo(1);
        assertThat(error.getCode()).isEqualTo(11000);
        assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(1);
        assertThat(e.getWriteConcernError()).isNull();
        assertThat(messages.find()).extracting("_id").containsExactlyInAnyOrder("m1", "m2", "m3");
    }

    @Test
    void historyIsReadInBothDirections() {
        // spotless:off
        messages.insertMany(IntStream.rangeClosed(1, 100).mapToObj(ContractIT::message).toList());
        assertThat(messages.find(and(eq("roomId", "r"), lt("seq", 50L))).sort(descending("seq")).limit(2))
                .extracting("seq").containsExactly(49L, 48L);
        assertThat(messages.find(and(eq("roomId", "r"), gt("seq", 50L))).sort(ascending("seq")).limit(2))
                .extracting("seq").containsExactly(51L, 52L);
        assertThat(messages.find(and(eq("roomId", "none"), gt("seq", 50L))).sort(ascending("seq")).limit(2)).isEmpty();
        // spotless:on
        assertThat(messages.find().sort(ascending("seq")).limit(-3)).hasSize(3);
    }

    @Test
    void storedMessagesAreFoundByIdAndByClientKey() {
        messages.insertMany(List.of(message(1), message(2), message(3)));
        assertThat(messages.find(in("_id", "m1", "m3", "none")).projection(include("_id")))
                .containsExactlyInAnyOrder(new Document("_id", "m1"), new Document("_id", "m3"));
        assertThat(messages.find(and(eq("sender", "s"), in("clientMessageId", "c2", "none")))
                        .projection(include("clientMessageId")))
                .containsExactly(new Document("_id", "m2").append("clientMessageId", "c2"));
    }

    @Test
    void membershipsAreSavedTwiceAndRemoved() {
        MongoCollection<Document> memberships = database.getCollection("memberships");
        memberships.createIndexes(
                List.of(new IndexModel(ascending("userId", "roomId")), new IndexModel(ascending("roomId", "userId"))));
        Document member = new Document("_id", "r:u").append("roomId", "r").append("userId", "u");
        for (int i = 0; i < 2; i++) {
            memberships.replaceOne(eq("_id", "r:u"), member, new ReplaceOptions().upsert(true));
        }
        assertThat(memberships.find(eq("roomId", "r"))).containsExactly(member);
        assertThat(memberships.deleteOne(eq("_id", "r:u")).getDeletedCount()).isEqualTo(1);
        assertThat(memberships.deleteOne(eq("_id", "r:u")).getDeletedCount()).isZero();
    }

    @Test
    void mixedBulkDoesAllKinds() {
        var result = messages.bulkWrite(List.of(
                new InsertOneModel<>(message(1)),
                new InsertOneModel<>(message(2)),
                new UpdateOneModel<>(eq("_id", "m1"), Updates.set("text", "new")),
                new ReplaceOneModel<>(eq("_id", "m2"), message(9).append("_id", "m2")),
                new DeleteOneModel<>(eq("_id", "m1"))));
        assertThat(result.getInsertedCount()).isEqualTo(2);
        assertThat(result.getModifiedCount()).isEqualTo(2);
        assertThat(result.getDeletedCount()).isEqualTo(1);
        assertThat(messages.find()).containsExactly(message(9).append("_id", "m2"));
    }

    @Test
    void serverDescribesItself() {
        assertThat(run("ping")).containsEntry("ok", 1.0);
        assertThat(run("buildInfo")).containsEntry("version", "8.0.0");
        assertThat(run("hello"))
                .containsEntry("isWritablePrimary", true)
                .containsEntry("maxWireVersion", 25)
                .doesNotContainKeys("setName", "saslSupportedMechs");
        assertThat(run("isMaster")).containsEntry("ismaster", true);
    }

    @Test
    void listsAreFiltered() {
        messages.insertOne(message(1));
        client.getDatabase("other").getCollection("rooms").insertOne(new Document());
        assertThat(database.listCollections().filter(eq("name", "messages"))).hasSize(1);
        assertThat(database.listCollections().filter(eq("name", "none"))).isEmpty();
        assertThat(database.listCollectionNames()).containsExactly("messages");
        assertThat(client.listDatabases().filter(eq("name", "other")).nameOnly(true))
                .containsExactly(new Document("name", "other"));
        assertThat(client.listDatabaseNames()).contains("damso", "other");
    }

    @Test
    void droppingAnIndexLeavesItsNamesakes() {
        MongoCollection<Document> other = client.getDatabase("damso").getCollection("other");
        other.createIndex(ascending("roomId", "seq"), new IndexOptions().unique(true));
        other.createIndex(ascending("a"));
        other.dropIndex("roomId_1_seq_1");
        assertThat(other.listIndexes()).extracting("name").containsExactlyInAnyOrder("_id_", "a_1");
        other.createIndex(ascending("roomId", "seq"), new IndexOptions().unique(true));
        other.dropIndexes();
        assertThat(other.listIndexes()).extracting("name").containsExactly("_id_");
        assertCode(27, () -> other.dropIndex("none"));
        assertCode(72, () -> other.dropIndex("_id_"));
        stop();
        start();
        assertThat(messages.listIndexes())
                .extracting("name")
                .containsExactlyInAnyOrder("_id_", "roomId_1_seq_1", "sender_1_clientMessageId_1");
        messages.insertOne(message(1));
        assertCode(
                11000, () -> messages.insertOne(message(1).append("_id", "twin").append("clientMessageId", "twin")));
    }

    @Test
    void indexIsNotMadeAgainWithAnotherMeaning() {
        messages.createIndex(ascending("a"));
        assertCode(85, () -> messages.createIndex(ascending("a"), new IndexOptions().unique(true)));
        assertCode(85, () -> messages.createIndex(ascending("a"), new IndexOptions().name("b")));
        assertThat(messages.listIndexes()).extracting("name").contains("a_1").doesNotContain("b");
    }

    private static void assertCode(int code, ThrowingCallable call) {
        MongoException e = catchThrowableOfType(MongoException.class, call);
        assertThat(e).as("error").isNotNull();
        assertThat(e.getCode()).as(e.getMessage()).isEqualTo(code);
    }

    private Document run(String command) {
        return client.getDatabase("admin").runCommand(new Document(command, 1));
    }

    private static Document message(int number) {
        return new Document("_id", "m" + number)
                .append("roomId", "r")
                .append("seq", (long) number)
                .append("sender", "s")
                .append("text", "t")
                .append("clientMessageId", "c" + number);
    }
}
