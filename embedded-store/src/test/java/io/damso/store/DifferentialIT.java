package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random queries on random, changing data must find what a plain look at all documents in memory finds. */
class DifferentialIT {

    private static final int DOCUMENTS = 600;
    private static final int ROUNDS = 300;
    private static final int CHANGES_PER_ROUND = 3;

    @RegisterExtension
    final RunningStore store = new RunningStore();

    private final TreeMap<Integer, Document> expected = new TreeMap<>();
    private final PlanLog plans = new PlanLog();
    private int servedByIndex;
    private int sortedByIndex;

    @AfterEach
    void closeLog() {
        plans.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void queriesFindWhatALookAtAllDocumentsFinds(long seed) {
        Random random = new Random(seed);
        RandomQuery queries = new RandomQuery(random);
        MongoCollection<Document> collection = store.collection();
        collection.createIndex(new Document("a", 1).append("b", -1));
        collection.createIndex(new Document("b", 1).append("c.d", 1).append("a", -1));
        collection.createIndex(new Document("c.d", -1));
        for (int id = 0; id < DOCUMENTS; id++) {
            change(collection, queries.document(id));
        }
        collection.createIndex(new Document("a", 1).append("c.d", 1).append("b", 1));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < CHANGES_PER_ROUND; i++) {
                change(collection, queries.document(random.nextInt(DOCUMENTS)));
            }
            if (round == ROUNDS / 2) {
                store.restart();
                collection = store.collection();
            }
            check(collection, queries.next());
        }
        assertThat(servedByIndex).as("queries an index served").isGreaterThan(ROUNDS / 2);
        assertThat(sortedByIndex).as("sorts an index served").isGreaterThan(ROUNDS / 30);
    }

    private void change(MongoCollection<Document> collection, Document document) {
        int id = document.getInteger("_id");
        if (id % 7 == 3 && expected.containsKey(id)) {
            expected.remove(id);
            collection.deleteOne(new Document("_id", id));
        } else {
            expected.put(id, document);
            collection.replaceOne(new Document("_id", id), document, new ReplaceOptions().upsert(true));
        }
    }

    private void check(MongoCollection<Document> collection, RandomQuery.Query query) {
        List<Document> matching = expected.values().stream()
                .filter(query.predicate())
                .sorted(query.order())
                .toList();
        int end = query.limit() == 0 ? matching.size() : Math.min(matching.size(), query.skip() + query.limit());
        List<Document> wanted = matching.subList(Math.min(query.skip(), end), end);
        FindIterable<Document> find = collection
                .find(query.filter())
                .sort(query.sort())
                .skip(query.skip())
                .limit(query.limit())
                .batchSize(query.batchSize());
        List<Document> found = new ArrayList<>();
        String plan = plans.of(() -> find.into(found));
        Set<Object> ids = new HashSet<>();
        assertThat(found)
                .as(query.toString())
                .allMatch(document -> ids.add(document.get("_id")), "no duplicate")
                .allMatch(document -> document.equals(expected.get(document.getInteger("_id"))), "as it was stored")
                .allMatch(query.predicate(), "matches");
        // documents that sort alike may come in any order, so their values are compared
        assertThat(found)
                .as(query.toString())
                .usingElementComparator(query.order())
                .isEqualTo(wanted);
        assertThat(collection.countDocuments(query.filter()))
                .as("count of %s", query)
                .isEqualTo(matching.size());
        if (query.limit() > 0) {
            CountOptions options = new CountOptions().skip(query.skip()).limit(query.limit());
            assertThat(collection.countDocuments(query.filter(), options))
                    .as("limited count of %s", query)
                    .isEqualTo(wanted.size());
        }
        countPlan(query, plan);
    }

    private void countPlan(RandomQuery.Query query, String plan) {
        if (plan.startsWith("IXSCAN")) {
            servedByIndex++;
            if (!plan.endsWith("SORT") && !query.sort().isEmpty()) {
                sortedByIndex++;
            }
        }
    }
}
