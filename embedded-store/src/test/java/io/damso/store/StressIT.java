package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.DuplicateKeyException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads, writes, failing commands, index builds and compaction, all at once. */
class StressIT {

    private static final int DOCUMENTS = 2000;
    private static final int ROUNDS = 150;

    @RegisterExtension
    final RunningStore store =
            new RunningStore(new Upkeep.Times(Duration.ofMillis(100), Duration.ofMillis(20), Duration.ofMinutes(10)));

    private final AtomicBoolean done = new AtomicBoolean();

    /** Writers only move amounts between documents, each move a command, so every read must find the same sum. */
    @Test
    void everyReadSeesWholeCommands() throws Exception {
        MongoCollection<Document> accounts = store.collection();
        accounts.createIndex(new Document("group", 1).append("amount", -1));
        accounts.createIndex(new Document("key", 1), new IndexOptions().unique(true));
        accounts.insertMany(IntStream.range(0, DOCUMENTS)
                .mapToObj(id -> new Document("_id", id)
                        .append("group", id % 4)
                        .append("amount", 100)
                        .append("key", id)
                        .append("text", "x".repeat(500)))
                .toList());
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int seed = i;
                readers.add(threads.submit(() -> readUntilDone(accounts, new Random(seed))));
            }
            List<Callable<Void>> writers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int seed = i;
                writers.add(() -> move(new Random(seed)));
            }
            writers.add(this::fail);
            writers.add(() -> rebuildIndex(accounts));
            try {
                for (Future<Void> writer : threads.invokeAll(writers)) {
                    writer.get();
                }
            } finally {
                done.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
        store.restart();
        read(store.collection(), new Random(9));
    }

    private Void readUntilDone(MongoCollection<Document> accounts, Random random) {
        while (!done.get()) {
            read(accounts, random);
        }
        return null;
    }

    private static void read(MongoCollection<Document> accounts, Random random) {
        int batchSize = 50 + random.nextInt(1000);
        List<Document> all = switch (random.nextInt(3)) {
            case 0 -> accounts.find().batchSize(batchSize).into(new ArrayList<>());
            case 1 ->
                accounts.find(new Document("group", new Document("$gte", 0)))
                        .sort(Sorts.ascending("group"))
                        .batchSize(batchSize)
                        .into(new ArrayList<>());
            default ->
                accounts.find(new Document("key", new Document("$gte", 0)))
                        .batchSize(batchSize)
                        .into(new ArrayList<>());
        };
        assertThat(all.size()).isEqualTo(DOCUMENTS);
        assertThat(all.stream()
                        .mapToInt(account -> account.getInteger("amount"))
                        .sum())
                .isEqualTo(100 * DOCUMENTS);
        assertThat(new HashSet<>(all.stream().map(account -> account.get("_id")).toList()))
                .hasSize(DOCUMENTS);
    }

    private Void move(Random random) {
        for (int i = 0; i < ROUNDS; i++) {
            List<Document> updates = random.ints(20, 0, DOCUMENTS)
                    .boxed()
                    .flatMap(id -> List.of(update(id, -1), update((id + 1) % DOCUMENTS, 1)).stream())
                    .toList();
            Document reply = store.database().runCommand(new Document("update", "messages").append("updates", updates));
            assertThat(reply).doesNotContainKey("writeErrors").containsEntry("nModified", 40);
        }
        return null;
    }

    private static Document update(int id, int amount) {
        return new Document("q", new Document("key", id))
                .append("u", new Document("$inc", new Document("amount", amount)));
    }

    /** Many documents have the same group, so the index is refused, and its creation undone. */
    private Void fail() {
        IndexOptions unique = new IndexOptions().unique(true);
        for (int i = 0; i < ROUNDS / 3; i++) {
            assertThatExceptionOfType(DuplicateKeyException.class)
                    .isThrownBy(() -> store.collection().createIndex(new Document("group", 1), unique));
        }
        return null;
    }

    private Void rebuildIndex(MongoCollection<Document> accounts) {
        for (int i = 0; i < ROUNDS / 10; i++) {
            accounts.createIndex(new Document("amount", 1).append("text", 1));
            accounts.updateOne(new Document("_id", i), Updates.set("text", "y"));
            accounts.dropIndex("amount_1_text_1");
        }
        return null;
    }
}
