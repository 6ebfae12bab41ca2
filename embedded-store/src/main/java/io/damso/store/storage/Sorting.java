package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.query.KeyBytes;
import io.damso.store.query.KeyPattern;
import io.damso.store.refusal.ServerError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** Sorts documents if no index has the requested order. Keeps keys and positions in memory, but no documents. */
final class Sorting {

    private static final int MAX_BYTES = 256 << 20;
    private static final int ENTRY_OVERHEAD = 80;
    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::key, Arrays::compareUnsigned)
            .thenComparing(Entry::position, Arrays::compareUnsigned);

    private record Entry(byte[] key, byte[] position) {

        int size() {
            return ENTRY_OVERHEAD + key.length + position.length;
        }
    }

    private Sorting() {}

    /**
     * Returns the first {@code wanted} positions in order. Documents with equal sort keys are in the order of
     * {@code _id}.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with code 292 if their keys need more than 256 MB
     */
    static Stream<byte[]> sort(Stream<Document> documents, KeyPattern order, long wanted) {
        PriorityQueue<Entry> first = new PriorityQueue<>(ORDER.reversed());
        long bytes = 0;
        for (Iterator<Document> rest = documents.iterator(); rest.hasNext(); ) {
            Document document = rest.next();
            Entry entry =
                    new Entry(order.append(new KeyBytes(), document).toBytes(), StoredCollection.position(document));
            first.add(entry);
            bytes += entry.size();
            if (first.size() > wanted) {
                bytes -= first.remove().size();
            }
            if (bytes > MAX_BYTES) {
                throw ServerError.MEMORY_LIMIT_EXCEEDED.because(
                        "Sort exceeded memory limit of " + MAX_BYTES + " bytes; add an index or a limit");
            }
        }
        List<Entry> sorted = new ArrayList<>(first);
        sorted.sort(ORDER);
        return sorted.stream().map(Entry::position);
    }
}
