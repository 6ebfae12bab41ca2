package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IndexIT {

    private static final Document ROOM_AND_SEQ = new Document("room", 1).append("seq", 1);
    private static final Document NO_FILTER = new Document();

    @RegisterExtension
    final RunningStore store = new RunningStore();

    private MongoCollection<Document> messages;

    @BeforeEach
    void open() {
        messages = store.collection();
    }

    @Test
    void historyPageIsReadBackwardsFromTheIndex() {
        messages.createIndex(ROOM_AND_SEQ, new IndexOptions().unique(true));
        insert(0, 100);
        Document filter = new Document("room", "r1").append("seq", new Document("$lt", 50));
        Document newestFirst = new Document("seq", -1);
        assertThat(explainFind(filter, newestFirst))
                .containsEntry("stage", "IXSCAN").containsEntry("indexName", "room_1_seq_1").containsEntry("direction", "backward");
        assertThat(messages.find(filter).sort(newestFirst).limit(2)).extracting("seq").containsExactly(49, 47);
    }

    @Test
    void explainTellsAnIndexFromAScanForEveryCommand() {
        messages.createIndex(ROOM_AND_SEQ);
        insert(0, 10);
        Document inRoom = new Document("room", "r1");
        Document bySender = new Document("sender", "s1");
        assertThat(explainFind(inRoom, NO_FILTER)).containsEntry("stage", "IXSCAN");
        assertThat(explainFind(bySender, NO_FILTER)).containsEntry("stage", "COLLSCAN");
        assertThat(explainFind(bySender, new Document("text", 1))).containsEntry("stage", "SORT")
                .extracting("inputStage").isEqualTo(new Document("stage", "COLLSCAN").append("direction", "forward"));
        assertThat(explainFind(new Document("_id", 3), NO_FILTER)).containsEntry("indexName", "_id_");
        assertThat(store.explain(new Document("count", "messages").append("query", inRoom))).containsEntry("stage", "IXSCAN");
        assertThat(store.explain(new Document("aggregate", "messages")
                        .append("pipeline", List.of(new Document("$match", inRoom))).append("cursor", NO_FILTER)))
                .containsEntry("stage", "IXSCAN");
        assertThat(messages.aggregate(List.of(new Document("$match", bySender))).explain()
                        .get("queryPlanner", Document.class).get("winningPlan", Document.class))
                .containsEntry("stage", "COLLSCAN");
        Document update = new Document("q", inRoom).append("u", new Document("$set", new Document("a", 1)));
        assertThat(store.explain(new Document("update", "messages").append("updates", List.of(update))))
                .containsEntry("stage", "IXSCAN");
    }

    @Test
    void indexMadeLaterHoldsWhatWasThere() {
        insert(0, 50);
        messages.createIndex(ROOM_AND_SEQ);
        insert(50, 60);
        assertThat(explainFind(new Document("room", "r1"), NO_FILTER)).containsEntry("stage", "IXSCAN");
        assertThat(messages.find(new Document("room", "r1"))).hasSize(30);
        assertThat(messages.countDocuments(new Document("room", "r1"))).isEqualTo(30);
        assertThat(entries("room_1_seq_1")).isEqualTo(60);
    }

    @Test
    void uniqueBuildOverDuplicatesLeavesNoTraceOfAnyOfTheCommandsIndexes() {
        insert(0, 50);
        List<IndexModel> indexes = List.of(
                new IndexModel(ROOM_AND_SEQ), new IndexModel(new Document("sender", 1), new IndexOptions().unique(true)));
        assertThat(codeOf(() -> messages.createIndexes(indexes))).isEqualTo(11000);
        assertThat(names()).containsExactly("_id_");
        insert(50, 60);
        assertThat(messages.find(new Document("room", "r1"))).hasSize(30);
        messages.createIndex(ROOM_AND_SEQ);
        assertThat(entries("room_1_seq_1")).isEqualTo(60);
        store.restart();
        messages = store.collection();
        assertThat(names()).containsExactlyInAnyOrder("_id_", "room_1_seq_1");
    }

    @Test
    void sameIndexTwiceIsNothingAndAConflictingOneAnError() {
        messages.createIndex(ROOM_AND_SEQ);
        messages.createIndex(ROOM_AND_SEQ);
        messages.createIndex(new Document("_id", 1));
        assertThat(names()).containsExactly("_id_", "room_1_seq_1");
        IndexOptions sameName = new IndexOptions().name("room_1_seq_1");
        assertThat(codeOf(() -> messages.createIndex(new Document("room", 1), sameName))).isEqualTo(86);
        assertThat(codeOf(() -> messages.createIndex(ROOM_AND_SEQ, new IndexOptions().unique(true)))).isEqualTo(86);
        assertThat(codeOf(() -> messages.createIndex(ROOM_AND_SEQ, new IndexOptions().name("other")))).isEqualTo(85);
        messages.createIndex(new Document("at", 1), new IndexOptions().expireAfter(1L, TimeUnit.HOURS));
        assertThat(codeOf(() -> messages.createIndex(
                        new Document("at", 1), new IndexOptions().expireAfter(2L, TimeUnit.HOURS))))
                .isEqualTo(85);
    }

    @Test
    void indexesThatCannotBeAreRefused() {
        assertThat(codeOf(() -> messages.createIndex(new Document("text", "hashed")))).isEqualTo(67);
        assertThat(codeOf(() -> messages.createIndex(ROOM_AND_SEQ, new IndexOptions().expireAfter(1L, TimeUnit.HOURS))))
                .isEqualTo(67);
    }

    @Test
    void indexesAreDroppedByNameByKeyAndAll() {
        MongoCollection<Document> others = store.database().getCollection("others");
        for (MongoCollection<Document> collection : List.of(messages, others)) {
            for (String field : List.of("a", "b", "c", "d")) {
                collection.createIndex(new Document(field, 1));
            }
        }
        messages.dropIndex("a_1");
        messages.dropIndex(new Document("b", 1));
        assertThat(names()).containsExactly("_id_", "c_1", "d_1");
        assertThat(codeOf(() -> messages.dropIndex("a_1"))).isEqualTo(27);
        assertThat(codeOf(() -> messages.dropIndex("_id_"))).isEqualTo(72);
        messages.dropIndexes();
        assertThat(names()).containsExactly("_id_");
        assertThat(others.listIndexes()).hasSize(5);
        messages.createIndex(new Document("a", 1));
        insert(0, 5);
        assertThat(entries("a_1")).isEqualTo(5);
    }

    @Test
    void renamedCollectionKeepsItsIndexesAndADroppedOneLeavesNone() {
        messages.createIndex(ROOM_AND_SEQ, new IndexOptions().unique(true));
        insert(0, 10);
        messages.renameCollection(new MongoNamespace("chat", "renamed"));
        store.restart();
        MongoCollection<Document> renamed = store.database().getCollection("renamed");
        assertThat(renamed.find(new Document("room", "r1"))).hasSize(5);
        assertThat(codeOf(() -> renamed.insertOne(message(3).append("_id", "twin")))).isEqualTo(11000);
        assertThat(store.collection().find()).isEmpty();
        renamed.drop();
        renamed.insertOne(message(3).append("_id", "twin"));
        renamed.insertOne(message(3));
        assertThat(renamed.listIndexes()).hasSize(1);
    }

    @Test
    void sparseIndexLeavesOutDocumentsAndIsNotUsedToFindThem() {
        messages.createIndex(new Document("nick", 1), new IndexOptions().unique(true).sparse(true));
        insert(0, 5);
        messages.insertOne(new Document("_id", "n").append("nick", "x"));
        assertThat(entries("nick_1")).isEqualTo(1);
        assertThat(messages.find(new Document("nick", null))).hasSize(5);
        assertThat(messages.find().sort(new Document("nick", 1))).hasSize(6);
        assertThat(explainFind(new Document("nick", "x"), NO_FILTER)).containsEntry("stage", "IXSCAN");
        messages.updateOne(new Document("_id", "n"), Updates.unset("nick"));
        assertThat(entries("nick_1")).isZero();
    }

    @Test
    void uniqueIndexTakesMissingForNullAndNumbersByTheirValue() {
        messages.createIndex(new Document("n", 1), new IndexOptions().unique(true));
        messages.insertOne(new Document("n", 1));
        messages.insertOne(new Document());
        assertThat(codeOf(() -> messages.insertOne(new Document("n", 1.0)))).isEqualTo(11000);
        assertThat(codeOf(() -> messages.insertOne(new Document("n", null)))).isEqualTo(11000);
    }

    @Test
    void arraysAreKeptUniqueAndFoundByAScan() {
        messages.createIndex(new Document("tags", 1), new IndexOptions().unique(true));
        messages.insertOne(new Document("_id", 1).append("tags", List.of("a", "b", "a")));
        messages.insertOne(new Document("_id", 2).append("tags", "c"));
        assertThat(codeOf(() -> messages.insertOne(new Document("tags", List.of("x", "b"))))).isEqualTo(11000);
        assertThat(codeOf(() -> messages.insertOne(new Document("tags", List.of("x", "c"))))).isEqualTo(11000);
        assertThat(codeOf(() -> messages.insertOne(new Document("tags", "a")))).isEqualTo(11000);
        assertThat(messages.find(new Document("tags", "b"))).extracting("_id").containsExactly(1);
        assertThat(messages.countDocuments(new Document("tags", new Document("$gte", "b")))).isEqualTo(2);
        assertThat(explainFind(new Document("tags", "b"), NO_FILTER)).containsEntry("stage", "COLLSCAN");
        messages.deleteOne(new Document("_id", 1));
        assertThat(explainFind(new Document("tags", "b"), NO_FILTER)).containsEntry("stage", "IXSCAN");
        messages.insertOne(new Document("tags", "a"));
    }

    @Test
    void twoArraysInOneIndexAreRefusedAndChangeNothing() {
        messages.createIndex(new Document("a", 1));
        messages.createIndex(new Document("a", 1).append("b", 1));
        messages.insertOne(new Document("_id", 1).append("a", List.of(1)));
        Document both = new Document("_id", 2).append("a", List.of(1)).append("b", List.of(2));
        assertThat(codeOf(() -> messages.insertOne(both))).isEqualTo(171);
        assertThat(codeOf(() -> messages.updateOne(new Document("_id", 1), Updates.set("b", List.of(1))))).isEqualTo(171);
        assertThat(messages.find()).containsExactly(new Document("_id", 1).append("a", List.of(1)));
        assertThat(entries("a_1")).isEqualTo(1);
    }

    @Test
    void refusedUpdateLeavesIndexesAsTheyWere() {
        messages.createIndex(new Document("room", 1));
        messages.createIndex(new Document("seq", 1), new IndexOptions().unique(true));
        insert(0, 2);
        Document update = new Document("$set", new Document("room", "other").append("seq", 1));
        MongoWriteException e = catchThrowableOfType(
                MongoWriteException.class, () -> messages.updateOne(new Document("_id", 0), update));
        assertThat(e.getCode()).isEqualTo(11000);
        assertThat(messages.find(new Document("room", "other"))).isEmpty();
        assertThat(messages.find(new Document("room", "r0"))).hasSize(1);
        assertThat(messages.find(new Document("seq", 0))).hasSize(1);
    }

    @Test
    void documentThatGrowsTooLargeIsRefused() {
        messages.insertOne(new Document("_id", 1).append("half", "x".repeat(9 << 20)));
        assertThat(codeOf(() -> messages.updateOne(new Document("_id", 1), Updates.set("other", "x".repeat(9 << 20)))))
                .isEqualTo(10334);
        assertThat(messages.find().projection(new Document("_id", 1))).containsExactly(new Document("_id", 1));
    }

    private static int codeOf(Runnable command) {
        MongoException e = catchThrowableOfType(MongoException.class, command::run);
        assertThat(e).as("refusal").isNotNull();
        return e instanceof MongoCommandException refused ? refused.getErrorCode() : e.getCode();
    }

    private Document explainFind(Document filter, Document sort) {
        return store.explain(new Document("find", "messages").append("filter", filter).append("sort", sort));
    }

    private int entries(String index) {
        return store.database().runCommand(new Document("validate", "messages"))
                .get("keysPerIndex", Document.class).get(index, Number.class).intValue();
    }

    private List<String> names() {
        return messages.listIndexes().map(index -> index.getString("name")).into(new ArrayList<>());
    }

    private void insert(int from, int to) {
        messages.insertMany(IntStream.range(from, to).mapToObj(IndexIT::message).toList());
    }

    private static Document message(int number) {
        return new Document("_id", number).append("room", "r" + number % 2).append("seq", number).append("sender", "s1");
    }
}
