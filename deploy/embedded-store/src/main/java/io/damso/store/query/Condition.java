package io.damso.store.query;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a filter says of one field, as far as ordered keys can express it: single points or one range.
 *
 * @param points keys of the only values that match, in order; empty if {@code low} and {@code high} say what matches
 * @param exact whether every key in here matches; otherwise the filter has to look at the documents
 */
record Condition(List<byte[]> points, End low, End high, boolean exact) {

    /** Beyond ints, mongo-java-server compares longs with fractions inexactly: ranges are widened and checked. */
    private static final double EXACT_BELOW = 1L << 31;

    private static final byte[] NULL = KeyBytes.of(null);
    private static final End NO_END = new End(new byte[0], true);

    /** One end of a range; the bytes may be the beginning of the keys meant. */
    record End(byte[] key, boolean inclusive) {

        byte[] asLow() {
            return inclusive ? key : KeyBytes.after(key);
        }

        byte[] asHigh() {
            return inclusive ? KeyBytes.after(key) : key;
        }
    }

    /** Returns what an operator demands, or null if keys cannot tell. */
    static @Nullable Condition of(String operator, @Nullable Object operand) {
        return switch (operator) {
            case "$eq" -> isPoint(operand) ? new Condition(List.of(KeyBytes.of(operand)), NO_END, NO_END, isExact(operand)) : null;
            case "$in" -> operand instanceof Collection<?> values ? ofAny(values) : null;
            case "$gt", "$gte", "$lt", "$lte" -> isRange(operand) ? range(operator, operand) : null;
            default -> null;
        };
    }

    private static @Nullable Condition ofAny(Collection<?> values) {
        if (!values.stream().allMatch(Condition::isPoint)) {
            return null;
        }
        TreeSet<byte[]> points = new TreeSet<>(Arrays::compareUnsigned);
        values.forEach(value -> points.add(KeyBytes.of(value)));
        return new Condition(List.copyOf(points), NO_END, NO_END, values.stream().allMatch(Condition::isExact));
    }

    private static boolean isPoint(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            // the matcher takes other embedded documents for nested queries
            case Document document -> !document.isEmpty()
                    && document.keySet().stream().noneMatch(name -> name.startsWith("$"))
                    && document.values().stream().allMatch(Objects::nonNull);
            case BinData data -> true;
            case UUID uuid -> true;
            default -> isRange(value);
        };
    }

    private static boolean isExact(@Nullable Object value) {
        return !(value instanceof Document);
    }

    private static boolean isRange(@Nullable Object value) {
        return value instanceof String || value instanceof Instant || value instanceof ObjectId || value instanceof Boolean
                || value instanceof Number number && !Double.isNaN(number.doubleValue());
    }

    /** Only values of the operand's own type match, so the range ends where the type ends. */
    private static Condition range(String operator, Object operand) {
        byte[] type = Arrays.copyOf(KeyBytes.of(operand), 1);
        boolean up = operator.startsWith("$g");
        boolean wide = operand instanceof Decimal128
                || operand instanceof Number number && Math.abs(number.doubleValue()) >= EXACT_BELOW;
        Object bound = wide ? widened(((Number) operand).doubleValue(), up) : operand;
        End end = new End(KeyBytes.of(bound), wide || operator.endsWith("e"));
        End typeEnd = new End(type, true);
        return new Condition(List.of(), up ? end : typeEnd, up ? typeEnd : end, !wide);
    }

    private static Double widened(double value, boolean up) {
        double by = Math.max(1, 2 * Math.ulp(value));
        return Double.isInfinite(value) ? value : up ? value - by : value + by;
    }

    boolean isRange() {
        return low != NO_END;
    }

    /** Whether a document without the field can match. */
    boolean matchesMissing() {
        return points.stream().anyMatch(point -> Arrays.equals(point, NULL));
    }

    /** Returns what both demand; of points and anything else the points, which are then not exact. */
    Condition and(Condition other) {
        if (!isRange() || !other.isRange()) {
            return new Condition(isRange() ? other.points : points, NO_END, NO_END, false);
        }
        End tighterLow = Arrays.compareUnsigned(low.asLow(), other.low.asLow()) >= 0 ? low : other.low;
        End tighterHigh = Arrays.compareUnsigned(high.asHigh(), other.high.asHigh()) <= 0 ? high : other.high;
        return new Condition(List.of(), tighterLow, tighterHigh, exact && other.exact);
    }

    /** Returns the range of keys that begin with the prefix, followed by a key of this range. */
    KeyRange range(byte[] prefix, boolean ascending) {
        if (ascending) {
            return new KeyRange(KeyBytes.join(prefix, low.asLow()), KeyBytes.join(prefix, high.asHigh()));
        }
        End first = new End(KeyBytes.join(prefix, KeyBytes.inverted(high.key)), high.inclusive);
        End last = new End(KeyBytes.join(prefix, KeyBytes.inverted(low.key)), low.inclusive);
        return new KeyRange(first.asLow(), last.asHigh());
    }
}
