package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IndexIT {

    private static final Document ROOM_AND_SEQ = new Document("room", 1).append("seq", 1);
    private static final Document NO_FILTER = new Document();

    @RegisterExtension
    final RunningStore store = new RunningStore();

    private final PlanLog plans = new PlanLog();
    private MongoCollection<Document> messages;

    @AfterEach
    void closeLog() {
        plans.close();
    }

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
        assertThat(plan(filter, newestFirst)).isEqualTo("IXSCAN room_1_seq_1 backward");
        assertThat(messages.find(filter).sort(newestFirst).limit(2))
                .extracting("seq")
                .containsExactly(49, 47);
    }

    @Test
    void everyCommandUsesTheIndexThatFits() {
        messages.createIndex(ROOM_AND_SEQ);
        insert(0, 10);
        Document inRoom = new Document("room", "r1");
        Document bySender = new Document("sender", "s1");
        assertThat(plan(inRoom, NO_FILTER)).isEqualTo("IXSCAN room_1_seq_1 forward");
        assertThat(plan(bySender, NO_FILTER)).isEqualTo("COLLSCAN forward");
        assertThat(plan(bySender, new Document("text", 1))).isEqualTo("COLLSCAN forward SORT");
        assertThat(plan(new Document("_id", 3).append("room", "r1"), NO_FILTER)).isEqualTo("IXSCAN _id_ forward");
        assertThat(plans.of(() -> messages.countDocuments(inRoom))).startsWith("IXSCAN room_1_seq_1");
        assertThat(plans.of(() -> messages.countDocuments(bySender))).startsWith("COLLSCAN");
        assertThat(plans.of(
                        () -> store.database().runCommand(new Document("count", "messages").append("query", inRoom))))
                .startsWith("IXSCAN room_1_seq_1");
        assertThat(plans.of(() -> messages.updateOne(inRoom, Updates.set("a", 1))))
                .startsWith("IXSCAN room_1_seq_1");
        assertThat(plans.of(() -> messages.deleteOne(inRoom))).startsWith("IXSCAN room_1_seq_1");
    }

    @Test
    void indexMadeLaterHoldsWhatWasThere() {
        insert(0, 50);
        messages.createIndex(ROOM_AND_SEQ);
        insert(50, 60);
        assertThat(plan(new Document("room", "r1"), NO_FILTER)).startsWith("IXSCAN");
        assertThat(messages.find(new Document("room", "r1"))).hasSize(30);
        assertThat(messages.countDocuments(new Document("room", "r1"))).isEqualTo(30);
        assertThat(entries("room_1_seq_1")).isEqualTo(60);
    }

    @Test
    void uniqueBuildOverDuplicatesLeavesNoTraceOfAnyOfTheCommandsIndexes() {
        insert(0, 50);
        List<IndexModel> indexes = List.of(
                new IndexModel(ROOM_AND_SEQ),
                new IndexModel(new Document("sender", 1), new IndexOptions().unique(true)));
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
        assertThat(codeOf(() -> messages.createIndex(new Document("room", 1), sameName)))
                .isEqualTo(85);
        assertThat(codeOf(() -> messages.createIndex(ROOM_AND_SEQ, new IndexOptions().unique(true))))
                .isEqualTo(85);
        assertThat(codeOf(() -> messages.createIndex(ROOM_AND_SEQ, new IndexOptions().name("other"))))
                .isEqualTo(85);
        messages.createIndex(new Document("at", 1), new IndexOptions().expireAfter(1L, TimeUnit.HOURS));
        assertThat(codeOf(() -> messages.createIndex(
                        new Document("at", 1), new IndexOptions().expireAfter(2L, TimeUnit.HOURS))))
                .isEqualTo(85);
    }

    @Test
    void indexesAreDroppedByNameAndAll() {
        MongoCollection<Document> others = store.database().getCollection("others");
        for (MongoCollection<Document> collection : List.of(messages, others)) {
            for (String field : List.of("a", "b", "c", "d")) {
                collection.createIndex(new Document(field, 1));
            }
        }
        messages.dropIndex("a_1");
        messages.dropIndex("b_1");
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
    void droppedCollectionLeavesNoIndexes() {
        messages.createIndex(ROOM_AND_SEQ, new IndexOptions().unique(true));
        insert(0, 10);
        messages.drop();
        store.restart();
        messages = store.collection();
        messages.insertOne(message(3).append("_id", "twin"));
        messages.insertOne(message(3));
        assertThat(messages.listIndexes()).hasSize(1);
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
    void arraysInIndexedFieldsAreRefusedAndChangeNothing() {
        messages.createIndex(new Document("room", 1));
        messages.createIndex(new Document("tags", 1), new IndexOptions().unique(true));
        messages.insertOne(new Document("_id", 1).append("tags", "a"));
        Document array = new Document("_id", 2).append("room", "r").append("tags", List.of("b"));
        assertThat(codeOf(() -> messages.insertOne(array))).isEqualTo(238);
        assertThat(codeOf(() -> messages.updateOne(new Document("_id", 1), Updates.set("tags", List.of("b")))))
                .isEqualTo(238);
        assertThat(messages.find()).containsExactly(new Document("_id", 1).append("tags", "a"));
        assertThat(entries("room_1")).isEqualTo(1);
        assertThat(entries("tags_1")).isEqualTo(1);
        messages.insertOne(new Document("_id", 3).append("others", List.of(1)).append("tags", "b"));
        assertThat(codeOf(() -> messages.createIndex(new Document("others", 1))))
                .isEqualTo(238);
        assertThat(names()).containsExactly("_id_", "room_1", "tags_1");
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

    private String plan(Document filter, Document sort) {
        return plans.of(() -> messages.find(filter).sort(sort).first());
    }

    /**
     * Counts by the first field of an index, which has a text or is missing. This counts entries and reads no documents.
     */
    private long entries(String index) {
        String field = index.substring(0, index.indexOf('_'));
        Document anyText = new Document(field, new Document("$gte", ""));
        assertThat(plan(anyText, NO_FILTER)).isEqualTo("IXSCAN " + index + " forward");
        return messages.countDocuments(anyText) + messages.countDocuments(new Document(field, null));
    }

    private List<String> names() {
        return messages.listIndexes().map(index -> index.getString("name")).into(new ArrayList<>());
    }

    private void insert(int from, int to) {
        messages.insertMany(IntStream.range(from, to).mapToObj(IndexIT::message).toList());
    }

    private static Document message(int number) {
        return new Document("_id", number)
                .append("room", "r" + number % 2)
                .append("seq", number)
                .append("sender", "s1");
    }
}
