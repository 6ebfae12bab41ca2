package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpkeepIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int DOCUMENTS = 4000;
    private static final int TEXT = 1000;

    @RegisterExtension
    final RunningStore store =
            new RunningStore(new Upkeep.Times(Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofMinutes(10)));

    @Test
    void expiredDocumentsAreDeletedAndOthersStay() {
        MongoCollection<Document> sessions = store.collection();
        sessions.createIndex(new Document("at", 1), new IndexOptions().expireAfter(60L, TimeUnit.SECONDS));
        Date expired = Date.from(Instant.now().minusSeconds(61));
        sessions.insertMany(IntStream.range(0, 1300)
                .mapToObj(id -> new Document("_id", id).append("at", expired))
                .toList());
        sessions.insertMany(List.of(
                new Document("_id", "new").append("at", new Date()),
                new Document("_id", "text").append("at", "2000-01-01"),
                new Document("_id", "none")));
        await("expired documents deleted").atMost(TIMEOUT).until(() -> sessions.countDocuments() == 3);
        assertThat(sessions.find()).extracting("_id").containsExactlyInAnyOrder("new", "text", "none");
    }

    @Test
    void fileStaysWithinThreeTimesTheDataUnderChurn() throws IOException {
        MongoCollection<Document> collection = store.collection();
        collection.createIndex(new Document("n", 1));
        Random random = new Random(1);
        long largest = 0;
        for (int round = 0; round < 15; round++) {
            for (int from = 0; from < DOCUMENTS; from += 200) {
                collection.bulkWrite(IntStream.range(from, from + 200)
                        .mapToObj(id -> replace(id, random))
                        .toList());
                largest = Math.max(largest, Files.size(store.file()));
            }
        }
        long live = DOCUMENTS * (long) TEXT;
        assertThat(largest).as("churn leaves behind").isGreaterThan(3 * live);
        await("file compacted").atMost(TIMEOUT).until(() -> Files.size(store.file()) <= 3 * live);
        assertThat(collection.find().map(document -> document.getInteger("_id")).into(new ArrayList<>()))
                .hasSize(DOCUMENTS)
                .doesNotHaveDuplicates();
        store.restart();
        assertThat(store.collection().countDocuments(new Document("n", new Document("$gte", 0))))
                .isEqualTo(DOCUMENTS);
    }

    private static ReplaceOneModel<Document> replace(int id, Random random) {
        Document document =
                new Document("_id", id).append("n", random.nextInt(1 << 20)).append("text", noise(random));
        return new ReplaceOneModel<>(new Document("_id", id), document, new ReplaceOptions().upsert(true));
    }

    /** Does not compress, so that live data is known. */
    private static String noise(Random random) {
        return random.ints(TEXT, 0x21, 0x7f)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
