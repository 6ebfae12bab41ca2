package io.damso.store.refusal;

import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects filters with unsupported operators. mongo-java-server detects such an operator only when it applies it to a
 * document. On an empty collection, or after a condition that does not match, it would accept the filter and find
 * nothing.
 */
public final class FilterRules {

    private static final Set<String> OPERATORS = Set.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$exists");

    private FilterRules() {}

    /**
     * Returns the filter if it is supported.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with NotImplemented (238) or BadValue (2) if not
     */
    public static Document checked(Document filter) {
        filter.forEach((name, value) -> {
            if (name.equals("$and") || name.equals("$or")) {
                checkParts(name, value);
            } else if (name.startsWith("$")) {
                throw ServerError.notServed(name);
            } else if (hasOperators(value) && value instanceof Document condition) {
                condition.forEach(FilterRules::checkCondition);
            } else {
                checkValue(value);
            }
        });
        return filter;
    }

    private static void checkParts(String operator, @Nullable Object parts) {
        if (!(parts instanceof List<?> list) || list.isEmpty() || !list.stream().allMatch(Document.class::isInstance)) {
            throw ServerError.BAD_VALUE.because(operator + " must be an array of filters");
        }
        list.forEach(part -> checked((Document) part));
    }

    private static void checkCondition(String operator, @Nullable Object operand) {
        if (!OPERATORS.contains(operator)) {
            throw ServerError.notServed(operator);
        }
        if (!operator.equals("$in")) {
            checkValue(operand);
        } else if (operand instanceof Collection<?> values) {
            values.forEach(FilterRules::checkValue);
        } else {
            throw ServerError.BAD_VALUE.because("$in needs an array");
        }
    }

    /**
     * Rejects values that are not ordered exactly, and documents and arrays, in which mongo-java-server would look for
     * conditions.
     */
    private static void checkValue(@Nullable Object value) {
        boolean isServed = switch (value) {
            case Decimal128 decimal -> false;
            case Number number -> !Double.isNaN(number.doubleValue());
            case null -> true;
            default ->
                value instanceof String
                        || value instanceof Boolean
                        || value instanceof Instant
                        || value instanceof ObjectId;
        };
        if (!isServed) {
            throw ServerError.notServed("a filter by the value " + value);
        }
    }

    /** Returns whether a value is a document with operators. */
    public static boolean hasOperators(@Nullable Object value) {
        return value instanceof Document document && document.keySet().stream().anyMatch(name -> name.startsWith("$"));
    }
}
