package io.damso.store.refusal;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses orders and projections that mongo-java-server would take for something simpler. */
final class ReadRules {

    private static final Set<String> PROJECTION_OPERATORS = Set.of("$elemMatch");

    private ReadRules() {}

    static void checkSort(@Nullable Object sort) {
        if (sort instanceof Document order) {
            order.forEach((field, direction) -> {
                if (!(direction instanceof Number)) {
                    throw ServerError.NOT_IMPLEMENTED.because(
                            "The embedded store sorts by 1 and -1 only, not as " + field);
                }
            });
        }
    }

    static void checkProjection(@Nullable Object projection) {
        if (projection instanceof Document fields) {
            fields.forEach((field, value) -> {
                if (field.endsWith(".$") || !isServed(value)) {
                    throw ServerError.NOT_IMPLEMENTED.because(
                            "The embedded store's projections name fields to keep or to leave out; not so " + field);
                }
            });
        }
    }

    private static boolean isServed(@Nullable Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || value instanceof Document operator && PROJECTION_OPERATORS.equals(operator.keySet());
    }
}
