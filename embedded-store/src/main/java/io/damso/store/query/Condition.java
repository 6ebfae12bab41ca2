package io.damso.store.query;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a filter on one field, as far as ordered keys can express it: single values or one range. The bounds
 * may be prefixes of keys.
 *
 * @param points keys of the only values that match, in ascending order; null for a range
 * @param from lower bound of a range, inclusive
 * @param to upper bound of a range, exclusive
 */
record Condition(@Nullable List<byte[]> points, byte[] from, byte[] to) {

    private static final byte[] NONE = {};

    /** Returns the condition of an operator, or null if keys cannot express it. */
    static @Nullable Condition of(String operator, @Nullable Object operand) {
        return switch (operator) {
            case "$eq" -> ofAny(List.of(KeyBytes.of(operand)));
            case "$in" ->
                ofAny(((Collection<?>) Objects.requireNonNull(operand))
                        .stream().map(KeyBytes::of).toList());
            case "$gt", "$gte", "$lt", "$lte" -> operand == null ? null : range(operator, operand);
            default -> null;
        };
    }

    private static Condition ofAny(List<byte[]> keys) {
        TreeSet<byte[]> points = new TreeSet<>(Arrays::compareUnsigned);
        points.addAll(keys);
        return new Condition(List.copyOf(points), NONE, NONE);
    }

    /** Only values of the operand's type match, so the other end of the range is the end of the type. */
    private static Condition range(String operator, Object operand) {
        byte[] key = KeyBytes.of(operand);
        byte[] type = Arrays.copyOf(key, 1);
        return switch (operator) {
            case "$gt" -> new Condition(null, KeyBytes.after(key), KeyBytes.after(type));
            case "$gte" -> new Condition(null, key, KeyBytes.after(type));
            case "$lt" -> new Condition(null, type, key);
            default -> new Condition(null, type, KeyBytes.after(key));
        };
    }

    boolean isSingle() {
        return points != null && points.size() == 1;
    }

    /**
     * Returns the conjunction of both conditions. If at least one has points, the result has the points of one of them,
     * which the other must check.
     */
    Condition and(Condition other) {
        if (points != null || other.points != null) {
            return new Condition(points != null ? points : other.points, NONE, NONE);
        }
        return new Condition(
                null,
                Arrays.compareUnsigned(from, other.from) >= 0 ? from : other.from,
                Arrays.compareUnsigned(to, other.to) <= 0 ? to : other.to);
    }

    /**
     * Returns the ranges, in ascending order, of keys that consist of the prefix and a key of this condition.
     *
     * @param ascending direction of the field in the index
     */
    List<KeyRange> ranges(byte[] prefix, boolean ascending) {
        if (points != null) {
            List<byte[]> inOrder = ascending
                    ? points
                    : points.reversed().stream().map(KeyBytes::inverted).toList();
            return inOrder.stream()
                    .map(point -> KeyRange.startingWith(KeyBytes.join(prefix, point)))
                    .toList();
        }
        byte[] first = ascending ? from : KeyBytes.after(KeyBytes.inverted(to));
        byte[] end = ascending ? to : KeyBytes.after(KeyBytes.inverted(from));
        return List.of(new KeyRange(KeyBytes.join(prefix, first), KeyBytes.join(prefix, end)));
    }
}
