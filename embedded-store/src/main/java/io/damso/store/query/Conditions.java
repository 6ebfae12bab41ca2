package io.damso.store.query;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.refusal.FilterRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a filter that ordered keys can express: conditions on fields, all of which must hold. */
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
            if (name.equals("$and")) {
                ((List<?>) Objects.requireNonNull(value)).forEach(part -> addAll((Document) part));
            } else if (name.equals("$or")) {
                complete = false;
            } else if (FilterRules.hasOperators(value) && value instanceof Document operators) {
                operators.forEach((operator, operand) -> add(name, Condition.of(operator, operand)));
            } else {
                add(name, Condition.of("$eq", value));
            }
        });
    }

    private void add(String field, @Nullable Condition condition) {
        if (condition == null) {
            complete = false;
        } else {
            Condition other = byField.put(field, condition);
            if (other != null) {
                byField.put(field, condition.and(other));
                complete &= condition.points() == null && other.points() == null;
            }
        }
    }

    @Nullable
    Condition on(String field) {
        return byField.get(field);
    }

    /** Returns whether the filter consists only of conditions on these fields. */
    boolean areAllOn(Set<String> fields) {
        return complete && fields.containsAll(byField.keySet());
    }
}
