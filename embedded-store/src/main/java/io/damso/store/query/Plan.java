package io.damso.store.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The key ranges that a query reads, and the direction. They contain all matching documents.
 *
 * @param path the index or the collection
 * @param rank twice the number of the index's leading fields that the filter restricts, plus one if sorted
 * @param ranges in ascending order
 * @param exact whether every document in the ranges matches
 * @param sorted whether the documents are read in the requested order
 */
public record Plan(AccessPath path, int rank, List<KeyRange> ranges, boolean exact, boolean sorted, boolean backwards) {

    /**
     * Chooses a plan by fixed rules, independent of the stored documents: single values of {@code _id}; else the index
     * whose leading fields the filter restricts most; among equal ones an index that has the requested order. If no
     * index helps, the collection is scanned.
     *
     * @param collection the collection itself, ordered by {@code _id}
     * @param indexes the other indexes
     */
    public static Plan choose(Document filter, KeyPattern order, AccessPath collection, List<AccessPath> indexes) {
        Conditions conditions = Conditions.of(filter);
        Plan byId = of(collection, conditions, order);
        Condition id = conditions.on("_id");
        return id != null && id.points() != null
                ? byId
                : indexes.stream()
                        .map(index -> of(index, conditions, order))
                        .reduce(byId, (best, next) -> next.rank() > best.rank() ? next : best);
    }

    /** Uses single values of the leading fields, then at most one {@code $in} or range. */
    private static Plan of(AccessPath path, Conditions conditions, KeyPattern order) {
        byte[] prefix = path.prefix();
        Set<String> single = new HashSet<>();
        Set<String> used = new HashSet<>();
        List<KeyRange> ranges = null;
        for (KeyPattern.Field field : path.pattern().fields()) {
            Condition condition = conditions.on(field.name());
            if (ranges != null || condition == null) {
                break;
            }
            used.add(field.name());
            List<KeyRange> next = condition.ranges(prefix, field.ascending());
            if (condition.isSingle()) {
                single.add(field.name());
                prefix = next.getFirst().from();
            } else {
                ranges = next;
            }
        }
        Boolean backwards = backwards(path.pattern(), single, order);
        return new Plan(
                path,
                2 * used.size() + (backwards != null ? 1 : 0),
                ranges == null ? List.of(KeyRange.startingWith(prefix)) : ranges,
                conditions.areAllOn(used),
                backwards != null,
                Boolean.TRUE.equals(backwards));
    }

    /**
     * Returns whether the keys must be read backwards for the requested order, or null if neither direction has this
     * order. A field with a single value does not affect the order.
     */
    private static @Nullable Boolean backwards(KeyPattern given, Set<String> single, KeyPattern wanted) {
        Iterator<KeyPattern.Field> rest = without(given, single).iterator();
        Boolean backwards = null;
        for (KeyPattern.Field field : without(wanted, single)) {
            KeyPattern.Field next = rest.hasNext() ? rest.next() : null;
            if (next == null || !next.name().equals(field.name())) {
                return null;
            }
            boolean opposite = next.ascending() != field.ascending();
            if (backwards != null && backwards != opposite) {
                return null;
            }
            backwards = opposite;
        }
        return Boolean.TRUE.equals(backwards);
    }

    private static List<KeyPattern.Field> without(KeyPattern pattern, Set<String> names) {
        return pattern.fields().stream()
                .filter(field -> !names.contains(field.name()))
                .toList();
    }

    /** Returns the number of keys; if the plan is exact, this is the number of matching documents. */
    public long count() {
        return ranges.stream().mapToLong(range -> range.count(path.entries())).sum();
    }

    /** Returns the map entries of the keys, read lazily. Changes of the map after this call are not visible. */
    public Stream<Map.Entry<byte[], byte[]>> stream() {
        List<KeyRange> inOrder = backwards ? ranges.reversed() : ranges;
        return StreamSupport.stream(new RangeSpliterator(path.entries(), inOrder, backwards), false);
    }

    /**
     * Returns {@code COLLSCAN}, or {@code IXSCAN} and the name of the index, followed by the direction and {@code SORT}
     * if documents must be sorted.
     */
    @Override
    public String toString() {
        boolean scan = path.holdsDocuments() && rank < 2;
        return (scan ? "COLLSCAN" : "IXSCAN " + path.name())
                + (backwards ? " backward" : " forward")
                + (sorted ? "" : " SORT");
    }
}
