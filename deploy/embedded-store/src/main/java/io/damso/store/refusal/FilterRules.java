package io.damso.store.refusal;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses filters with operators that are not served. mongo-java-server finds them only when a document reaches them,
 * so a filter over an empty collection, or behind a condition that does not match, would pass for one that finds
 * nothing.
 */
final class FilterRules {

    private static final Set<String> LOGICAL = Set.of("$and", "$or", "$nor");
    private static final Set<String> TOP_LEVEL = Set.of("$expr", "$comment");
    private static final Set<String> NESTED = Set.of("$not", "$elemMatch");
    private static final Set<String> OPERATORS = Set.of(
            "$in", "$nin", "$ne", "$eq", "$exists", "$gte", "$gt", "$lte", "$lt", "$mod", "$size", "$all", "$type",
            "$regex", "$options", "$not", "$elemMatch");

    /** Operators of MongoDB that are not served, with MongoDB's answer where its own is a special one. */
    private static final Map<String, ServerError> NOT_SERVED = Map.ofEntries(
            Map.entry("$text", ServerError.INDEX_NOT_FOUND),
            Map.entry("$where", ServerError.BAD_VALUE),
            Map.entry("$jsonSchema", ServerError.NOT_IMPLEMENTED),
            Map.entry("$near", ServerError.NOT_IMPLEMENTED),
            Map.entry("$nearSphere", ServerError.NOT_IMPLEMENTED),
            Map.entry("$geoWithin", ServerError.NOT_IMPLEMENTED),
            Map.entry("$geoIntersects", ServerError.NOT_IMPLEMENTED),
            Map.entry("$bitsAllClear", ServerError.NOT_IMPLEMENTED),
            Map.entry("$bitsAllSet", ServerError.NOT_IMPLEMENTED),
            Map.entry("$bitsAnyClear", ServerError.NOT_IMPLEMENTED),
            Map.entry("$bitsAnySet", ServerError.NOT_IMPLEMENTED),
            Map.entry("$sampleRate", ServerError.NOT_IMPLEMENTED));

    private FilterRules() {}

    static void check(@Nullable Object filter) {
        if (!(filter instanceof Document document)) {
            return;
        }
        document.forEach((name, value) -> {
            if (LOGICAL.contains(name)) {
                checkAll(value);
            } else if (!name.startsWith("$")) {
                checkCondition(value);
            } else if (!TOP_LEVEL.contains(name)) {
                throw refusal(name);
            } else if (name.equals("$expr")) {
                Expressions.check(value);
            }
        });
    }

    static void checkAll(@Nullable Object filters) {
        if (filters instanceof List<?> list) {
            list.forEach(FilterRules::check);
        }
    }

    private static void checkCondition(@Nullable Object value) {
        if (!(value instanceof Document condition) || !hasOperators(condition)) {
            return;
        }
        condition.forEach((operator, operand) -> {
            if (!OPERATORS.contains(operator) && operator.startsWith("$")) {
                throw refusal(operator);
            }
            if (NESTED.contains(operator)) {
                checkNested(operand);
            } else if (operator.equals("$all") && operand instanceof List<?> list) {
                list.forEach(FilterRules::checkCondition);
            }
        });
    }

    private static void checkNested(@Nullable Object operand) {
        if (operand instanceof Document nested && hasOperators(nested) && !LOGICAL.contains(firstKey(nested))) {
            checkCondition(nested);
        } else {
            check(operand);
        }
    }

    /**
     * A document whose first field is no operator is a value to compare with; so is a reference to another document.
     */
    private static boolean hasOperators(Document document) {
        String first = document.isEmpty() ? "" : firstKey(document);
        return first.startsWith("$") && !first.equals("$ref") && !first.equals("$id");
    }

    private static String firstKey(Document document) {
        return document.keySet().iterator().next();
    }

    private static RuntimeException refusal(String operator) {
        ServerError error = NOT_SERVED.get(operator);
        if (error == null) {
            return ServerError.BAD_VALUE.because("unknown operator: " + operator);
        }
        return error.because(switch (operator) {
            case "$text" -> "text index required for $text query";
            case "$where" -> "The embedded store runs no JavaScript, so it has no $where";
            default -> "The embedded store does not serve " + operator;
        });
    }
}
