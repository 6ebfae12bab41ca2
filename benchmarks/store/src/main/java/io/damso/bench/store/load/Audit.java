package io.damso.bench.store.load;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.MongoCollection;
import io.damso.bench.store.peer.Peer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check whether acknowledged documents are still stored.
 *
 * @param checked number of documents requested by their ids
 * @param lost number of those that were not found
 * @param shortfall why not all documents were requested; null if all were
 */
public record Audit(long checked, long lost, @Nullable String shortfall) {

    /** Requests every acknowledged document until the time limit. */
    public static Audit of(Ledger ledger, Peer peer, MongoCollection<Document> messages, Duration limit) {
        Stopwatch watch = new Stopwatch(peer);
        long checked = 0;
        long found = 0;
        try {
            for (int batch : ledger.batches()) {
                if (!watch.isWithin(limit)) {
                    return new Audit(checked, checked - found, "after " + limit.toSeconds() + " s");
                }
                found += found(messages, batch);
                checked += Messages.BATCH;
            }
            return new Audit(checked, checked - found, null);
        } catch (RuntimeException e) {
            return new Audit(checked, checked - found, peer.explain(e));
        }
    }

    private static int found(MongoCollection<Document> messages, int batch) {
        Set<String> ids = new HashSet<>();
        messages.find(in(Messages.ID, Messages.idsOf(batch)))
                .projection(include(Messages.ID))
                .batchSize(Messages.BATCH)
                .forEach(document -> ids.add(document.getString(Messages.ID)));
        return ids.size();
    }
}
