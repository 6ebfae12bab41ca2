package io.damso.store.storage;

import de.bwaldvogel.mongo.exception.MongoServerError;
import io.damso.store.query.SortOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** Sorts what no index gives in order. Keeps keys and positions, not documents, and only as many as are wanted. */
final class Sorting {

    private static final int MAX_BYTES = 256 << 20;
    private static final int ENTRY_OVERHEAD = 80;
    private static final int MAX_HEAP = 100_000;
    private static final int MEMORY_LIMIT_EXCEEDED = 292;
    private static final Comparator<Entry> ORDER = Comparator
            .comparing(Entry::key, Arrays::compareUnsigned)
            .thenComparing(Entry::position, Arrays::compareUnsigned);

    private record Entry(byte[] key, byte[] position) {}

    private Sorting() {}

    /**
     * Returns positions in order, the first {@code wanted} at least. Documents that sort alike are in the order of
     * {@code _id}.
     *
     * @throws MongoServerError if the keys need too much memory
     */
    static Stream<byte[]> sort(Stream<Found> documents, SortOrder order, long wanted) {
        Stream<Entry> entries = documents.map(found -> new Entry(order.key(found.document()), found.position()));
        List<Entry> sorted = wanted <= MAX_HEAP ? lowest(entries.iterator(), (int) wanted) : all(entries.iterator());
        sorted.sort(ORDER);
        return sorted.stream().map(Entry::position);
    }

    private static List<Entry> lowest(Iterator<Entry> entries, int wanted) {
        PriorityQueue<Entry> queue = new PriorityQueue<>(ORDER.reversed());
        while (entries.hasNext()) {
            queue.add(entries.next());
            if (queue.size() > wanted) {
                queue.remove();
            }
        }
        return new ArrayList<>(queue);
    }

    private static List<Entry> all(Iterator<Entry> entries) {
        List<Entry> result = new ArrayList<>();
        long bytes = 0;
        while (entries.hasNext()) {
            Entry entry = entries.next();
            result.add(entry);
            bytes += ENTRY_OVERHEAD + entry.key.length + entry.position.length;
            if (bytes > MAX_BYTES) {
                throw new MongoServerError(MEMORY_LIMIT_EXCEEDED, "QueryExceededMemoryLimitNoDiskUseAllowed",
                        "Sort exceeded memory limit of " + MAX_BYTES + " bytes; add an index or a limit");
            }
        }
        return result;
    }
}
