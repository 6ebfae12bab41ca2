package io.damso.store.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The way to the documents of a query: which index, or the collection itself, which parts of it, and in which direction.
 * What it leads to contains all documents that match; whether they all do match, {@link #isExact()} says.
 */
public final class Plan {

    /** More ranges than this, from several {@code $in}, are not worth it. */
    private static final int MAX_RANGES = 10_000;

    /** So many ranges are counted to guess the size of all. */
    private static final int COUNTED_RANGES = 32;

    /** An index entry costs a second look-up, for the document, unless it holds it. */
    private static final int LOOK_UP_COST = 2;

    /** Dearer than an index, even one that leads to every document: as in MongoDB, an index that can be used is used. */
    private static final int SCAN_COST = 3;
    private static final int SORT_COST = 2;

    private final OrderedKeys keys;
    private final boolean scan;
    private final List<KeyRange> ranges;
    private final boolean exact;
    private final boolean sorted;
    private final boolean backwards;

    private Plan(OrderedKeys keys, boolean scan, List<KeyRange> ranges, boolean exact, boolean sorted, boolean backwards) {
        this.keys = keys;
        this.scan = scan;
        this.ranges = backwards ? ranges.reversed() : ranges;
        this.exact = exact;
        this.sorted = sorted;
        this.backwards = backwards;
    }

    /**
     * Finds the cheapest way.
     *
     * @param wanted how many documents are asked for, including skipped ones; {@link Long#MAX_VALUE} for all
     * @param collection the collection itself, in the order of {@code _id}
     * @param indexes the other indexes that hold every document's values
     */
    public static Plan choose(
            Document filter, SortOrder order, long wanted, OrderedKeys collection, List<OrderedKeys> indexes) {
        Conditions conditions = Conditions.of(filter);
        boolean unsorted = order.fields().isEmpty();
        List<KeyRange> all = List.of(new KeyRange(collection.prefix(), KeyBytes.after(collection.prefix())));
        Plan best = new Plan(
                collection, true, all, conditions.areAllOn(Set.of()), unsorted, order.isNatural() && order.isBackwards());
        if (order.isNatural()) {
            return best;
        }
        List<OrderedKeys> candidates = new ArrayList<>(indexes);
        candidates.addFirst(collection);
        for (OrderedKeys candidate : candidates) {
            Plan plan = of(candidate, conditions, order);
            if (plan != null && plan.cost(wanted) < best.cost(wanted)) {
                best = plan;
            }
        }
        return best;
    }

    private static @Nullable Plan of(OrderedKeys keys, Conditions conditions, SortOrder order) {
        List<byte[]> prefixes = List.of(keys.prefix());
        List<KeyRange> ranges = null;
        Set<String> used = new HashSet<>();
        Set<String> single = new HashSet<>();
        boolean exact = true;
        boolean present = false;
        for (OrderedKeys.Field field : keys.fields()) {
            Condition condition = conditions.on(field.name());
            if (ranges != null || condition == null || prefixes.size() * (long) condition.points().size() > MAX_RANGES) {
                break;
            }
            if (condition.isRange()) {
                ranges = prefixes.stream().map(prefix -> condition.range(prefix, field.ascending())).toList();
            } else {
                prefixes = append(prefixes, condition.points(), field.ascending());
                if (condition.points().size() == 1) {
                    single.add(field.name());
                }
            }
            used.add(field.name());
            exact &= condition.exact();
            present |= !condition.matchesMissing();
        }
        Boolean backwards = backwards(keys.fields(), single, order.fields());
        boolean helps = !used.isEmpty() || backwards != null && !order.fields().isEmpty();
        if (!helps || keys.sparse() && !present) {
            return null;
        }
        if (ranges == null) {
            ranges = prefixes.stream().map(prefix -> new KeyRange(prefix, KeyBytes.after(prefix))).toList();
        }
        return new Plan(keys, false, ranges, exact && conditions.areAllOn(used), backwards != null, Boolean.TRUE.equals(backwards));
    }

    private static List<byte[]> append(List<byte[]> prefixes, List<byte[]> points, boolean ascending) {
        List<byte[]> inOrder = ascending ? points : points.reversed().stream().map(KeyBytes::inverted).toList();
        return prefixes.stream()
                .flatMap(prefix -> inOrder.stream().map(point -> KeyBytes.join(prefix, point)))
                .toList();
    }

    /** Returns in which direction the keys come as wanted, or null if in none. A field with one value disturbs no order. */
    private static @Nullable Boolean backwards(
            List<OrderedKeys.Field> fields, Set<String> single, List<SortOrder.Field> wanted) {
        Iterator<OrderedKeys.Field> given = fields.stream().filter(field -> !single.contains(field.name())).iterator();
        Boolean backwards = null;
        for (SortOrder.Field field : wanted) {
            if (single.contains(field.name())) {
                continue;
            }
            if (!given.hasNext()) {
                return null;
            }
            OrderedKeys.Field next = given.next();
            boolean opposite = next.ascending() != field.ascending();
            if (!next.name().equals(field.name()) || backwards != null && backwards != opposite) {
                return null;
            }
            backwards = opposite;
        }
        return Boolean.TRUE.equals(backwards);
    }

    private double cost(long wanted) {
        double entries = entries();
        double read = sorted && exact ? Math.min(entries, wanted) : entries;
        int access = scan ? SCAN_COST : keys.holdsDocuments() ? 1 : LOOK_UP_COST;
        return read * (access + (sorted ? 0 : SORT_COST));
    }

    private double entries() {
        List<KeyRange> counted = ranges.subList(0, Math.min(ranges.size(), COUNTED_RANGES));
        long entries = counted.stream().mapToLong(range -> range.count(keys.entries())).sum();
        return counted.isEmpty() ? 0 : (double) entries * ranges.size() / counted.size();
    }

    /** Returns how many keys there are; the number of documents that match if the plan is exact. */
    public long count() {
        return ranges.stream().mapToLong(range -> range.count(keys.entries())).sum();
    }

    /** Whether every document the plan leads to matches. */
    public boolean isExact() {
        return exact;
    }

    /** Whether the documents come in the order wanted. */
    public boolean isSorted() {
        return sorted;
    }

    /** Returns the keys' map entries, read as the stream is; later changes of the map do not show. */
    public Stream<Map.Entry<byte[], byte[]>> stream() {
        Iterator<Map.Entry<byte[], byte[]>> entries = new RangeIterator(keys.entries(), ranges, backwards);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(entries, Spliterator.ORDERED), false);
    }

    /** Whether the values of {@link #stream()} are documents; otherwise they are the keys of documents. */
    public boolean holdsDocuments() {
        return keys.holdsDocuments();
    }

    /** Returns the plan as {@code explain} tells it. */
    public Document describe() {
        Document access = new Document("stage", scan ? "COLLSCAN" : "IXSCAN");
        if (!scan) {
            Document pattern = new Document();
            keys.fields().forEach(field -> pattern.put(field.name(), field.ascending() ? 1 : -1));
            access.append("keyPattern", pattern).append("indexName", keys.name());
        }
        access.append("direction", backwards ? "backward" : "forward");
        return sorted ? access : new Document("stage", "SORT").append("inputStage", access);
    }
}
