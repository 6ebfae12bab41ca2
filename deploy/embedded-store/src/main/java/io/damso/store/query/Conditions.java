package io.damso.store.query;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a filter that ordered keys can express: conditions on fields that must all hold. */
final class Conditions {

    private final Map<String, Condition> byField = new HashMap<>();
    private boolean complete = true;

    static Conditions of(Document filter) {
        Conditions conditions = new Conditions();
        conditions.addAll(filter);
        return conditions;
    }

    private void addAll(Document filter) {
        filter.forEach((name, value) -> {
            if (name.equals("$and") && value instanceof List<?> parts) {
                parts.forEach(part -> addPart(part));
            } else if (name.startsWith("$")) {
                complete &= name.equals("$comment");
            } else {
                addField(name, value);
            }
        });
    }

    private void addPart(@Nullable Object part) {
        if (part instanceof Document filter) {
            addAll(filter);
        } else {
            complete = false;
        }
    }

    private void addField(String field, @Nullable Object value) {
        if (value instanceof Document operators
                && !BsonRegularExpression.isRegularExpression(value)
                && operators.keySet().stream().anyMatch(name -> name.startsWith("$"))) {
            operators.forEach((operator, operand) -> add(field, Condition.of(operator, operand)));
        } else {
            add(field, Condition.of("$eq", value));
        }
    }

    private void add(String field, @Nullable Condition condition) {
        if (condition == null) {
            complete = false;
        } else {
            byField.merge(field, condition, Condition::and);
        }
    }

    @Nullable Condition on(String field) {
        return byField.get(field);
    }

    /** Whether the conditions on these fields are all that the filter demands. */
    boolean areAllOn(Set<String> fields) {
        return complete && fields.containsAll(byField.keySet());
    }
}
