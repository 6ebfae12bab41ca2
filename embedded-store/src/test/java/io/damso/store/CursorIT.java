package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CursorIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** How long a cursor may be idle: longer than the pauses of a busy machine between two commands of a test. */
    private static final Duration IDLE = Duration.ofSeconds(8);

    private static final Document NO_FILTER = new Document();

    @RegisterExtension
    final RunningStore store = new RunningStore(new Upkeep.Times(Duration.ofHours(1), Duration.ofHours(1), IDLE));

    @Test
    void scanOfMoreThanTheHeapRunsInBoundedMemory(@TempDir Path data) throws Exception {
        int documents = 40_000;
        try (StoreProcess process = StoreProcess.startWithHeap("80m", data);
                MongoClient client = MongoClients.create(process.uri())) {
            MongoCollection<Document> collection = client.getDatabase("chat").getCollection("messages");
            for (int from = 0; from < documents; from += 500) {
                collection.insertMany(IntStream.range(from, from + 500)
                        .mapToObj(id -> new Document("_id", id).append("n", -id).append("text", "x".repeat(4000)))
                        .toList());
            }
            int expected = 0;
            for (Document document : collection.find()) {
                assertThat(document.get("_id")).isEqualTo(expected++);
            }
            assertThat(expected).isEqualTo(documents);
            assertThat(collection.countDocuments(new Document("n", new Document("$lte", 0))))
                    .isEqualTo(documents);
            assertThat(collection.find().sort(new Document("n", 1)).limit(3))
                    .extracting("n")
                    .containsExactly(-39999, -39998, -39997);
            collection.createIndex(new Document("n", 1));
            assertThat(collection.countDocuments(new Document("n", new Document("$gt", -100))))
                    .isEqualTo(100);
        }
    }

    @Test
    void largeDocumentsComeInSmallerBatches() {
        MongoCollection<Document> collection = store.collection();
        for (int id = 0; id < 30; id++) {
            collection.insertOne(new Document("_id", id).append("text", "x".repeat(3 << 20)));
        }
        assertThat(collection.find().map(document -> document.get("_id")).into(new ArrayList<>()))
                .hasSize(30);
        assertThat(first(new Document("find", "messages").append("batchSize", 30))
                        .getList("firstBatch", Document.class))
                .hasSizeBetween(1, 10);
    }

    @Test
    void cursorShowsWhatWasThereWhenItWasOpened() {
        MongoCollection<Document> collection = filled();
        collection.createIndex(new Document("n", 1));
        try (MongoCursor<Document> byId = collection.find().batchSize(10).cursor();
                MongoCursor<Document> byIndex = collection
                        .find(new Document("n", new Document("$gte", 0)))
                        .sort(new Document("n", 1))
                        .batchSize(10)
                        .cursor()) {
            byId.next();
            byIndex.next();
            collection.updateMany(NO_FILTER, Updates.inc("n", 1000));
            collection.deleteMany(new Document("_id", new Document("$gte", 50)));
            collection.insertOne(new Document("_id", 1000).append("n", 1));
            assertThat(rest(byId))
                    .extracting("_id")
                    .containsExactlyElementsOf(IntStream.range(1, 100).boxed().toList());
            assertThat(rest(byIndex))
                    .extracting("n")
                    .containsExactlyElementsOf(IntStream.range(1, 100).boxed().toList());
        }
        assertThat(collection.countDocuments()).isEqualTo(51);
    }

    @Test
    void cursorOutlivesItsIndexAndItsCollection() {
        MongoCollection<Document> collection = filled();
        collection.createIndex(new Document("n", 1));
        try (MongoCursor<Document> cursor = collection
                .find(new Document("n", new Document("$gte", 0)))
                .batchSize(10)
                .cursor()) {
            cursor.next();
            collection.dropIndexes();
            collection.drop();
            collection.insertOne(new Document("n", 5));
            assertThat(rest(cursor)).hasSize(99);
        }
    }

    @Test
    void killedCursorIsNotFound() {
        filled();
        Long id =
                first(new Document("find", "messages").append("batchSize", 10)).getLong("id");
        Document kill = new Document("killCursors", "messages").append("cursors", List.of(id, 1L));
        Document reply = store.database().runCommand(kill);
        assertThat(reply.getList("cursorsKilled", Long.class)).containsExactly(id);
        assertThat(reply.getList("cursorsNotFound", Long.class)).containsExactly(1L);
        assertThat(getMoreError(id)).isEqualTo(43);
    }

    @Test
    void cursorThatIsNotReadIsForgottenAndOneThatIsReadIsNot() {
        filled();
        Long used =
                first(new Document("find", "messages").append("batchSize", 1)).getLong("id");
        // asking for a cursor uses it, so each is asked for once
        Iterator<Long> idle = Stream.generate(() -> first(new Document("find", "messages").append("batchSize", 1)))
                .limit(90)
                .map(cursor -> cursor.getLong("id"))
                .toList()
                .iterator();
        Document getMore =
                new Document("getMore", used).append("collection", "messages").append("batchSize", 1);
        await("idle cursor forgotten")
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    store.database().runCommand(getMore);
                    return getMoreError(idle.next()) == 43;
                });
    }

    private int getMoreError(Long id) {
        Document getMore =
                new Document("getMore", id).append("collection", "messages").append("batchSize", 10);
        MongoCommandException e = catchThrowableOfType(
                MongoCommandException.class, () -> store.database().runCommand(getMore));
        return e == null ? 0 : e.getErrorCode();
    }

    private Document first(Document command) {
        return store.database().runCommand(command).get("cursor", Document.class);
    }

    private MongoCollection<Document> filled() {
        MongoCollection<Document> collection = store.collection();
        collection.insertMany(IntStream.range(0, 100)
                .mapToObj(n -> new Document("_id", n).append("n", n))
                .toList());
        return collection;
    }

    private static List<Document> rest(MongoCursor<Document> cursor) {
        List<Document> rest = new ArrayList<>();
        cursor.forEachRemaining(rest::add);
        return rest;
    }
}
