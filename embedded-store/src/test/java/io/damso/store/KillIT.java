package io.damso.store;

import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillIT {

    private static final int KILLS = 20;
    private static final int WRITERS = 4;
    private static final int MAX_MILLIS_BEFORE_KILL = 600;
    private static final String GIVE_UP_SOON = "/?serverSelectionTimeoutMS=2000";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private final List<KilledWriter> writers =
            IntStream.range(0, WRITERS).mapToObj(KilledWriter::new).toList();

    @Test
    void killLosesNothingThatWasAcknowledged() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            try (StoreProcess store = StoreProcess.start(data);
                    MongoClient client = MongoClients.create(store.uri() + GIVE_UP_SOON)) {
                MongoDatabase database = client.getDatabase("chat");
                verify(database);
                writeUntilKilled(store, database);
            }
        }
        try (StoreProcess store = StoreProcess.start(data);
                MongoClient client = MongoClients.create(store.uri() + GIVE_UP_SOON)) {
            verify(client.getDatabase("chat"));
        }
        assertThat(writers)
                .allSatisfy(writer -> assertThat(writer.acknowledgedBatches()).isGreaterThan(KILLS / 2));
    }

    private void writeUntilKilled(StoreProcess store, MongoDatabase database) throws Exception {
        database.getCollection("messages")
                .createIndex(compoundIndex(ascending("room"), descending("seq")), new IndexOptions().unique(true));
        database.getCollection("messages").createIndex(ascending("batch"));
        List<Integer> before =
                writers.stream().map(KilledWriter::acknowledgedBatches).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
                ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            writers.forEach(writer -> running.add(threads.submit(() -> writer.writeUntilItFails(database))));
            await("a first acknowledged batch of each")
                    .atMost(TIMEOUT)
                    .until(() -> IntStream.range(0, WRITERS)
                            .allMatch(i -> writers.get(i).acknowledgedBatches() > before.get(i)
                                    || running.get(i).isDone()));
            int delay = ThreadLocalRandom.current().nextInt(MAX_MILLIS_BEFORE_KILL);
            killer.schedule(store::kill, delay, TimeUnit.MILLISECONDS);
            for (Future<?> writer : running) {
                writer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private void verify(MongoDatabase database) {
        Map<String, Integer> stored = new HashMap<>();
        for (Document message : database.getCollection("messages").find()) {
            stored.merge(message.getString("batch"), 1, Integer::sum);
        }
        for (KilledWriter writer : writers) {
            writer.verify(stored, database);
        }
        assertIndexesHoldEveryDocument(database);
    }

    /** A count by the first field of an index counts its entries, and reads no documents. */
    private static void assertIndexesHoldEveryDocument(MongoDatabase database) {
        MongoCollection<Document> messages = database.getCollection("messages");
        long documents = messages.countDocuments();
        assertThat(messages.countDocuments(gte("room", ""))).isEqualTo(documents);
        assertThat(messages.countDocuments(gte("batch", ""))).isEqualTo(documents);
    }
}
