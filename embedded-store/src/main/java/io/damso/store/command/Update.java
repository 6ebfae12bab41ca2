package io.damso.store.command;

import de.bwaldvogel.mongo.backend.NumericUtils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.query.KeyBytes;
import io.damso.store.refusal.FilterRules;
import io.damso.store.refusal.ServerError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An update: a document that replaces the whole one, or operators on its fields.
 *
 * @param changes the replacement, or the fields and operands of each operator
 */
record Update(Document changes, boolean isReplacement) {

    private static final String ID = "_id";
    private static final String EACH = "$each";
    private static final Set<String> OPERATORS = Set.of("$set", "$unset", "$inc", "$max", "$addToSet");

    /**
     * Reads an update.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with NotImplemented (238) if it is not supported, or
     *     BadValue (2) if two operators change one field
     */
    static Update of(Object update) {
        if (!(update instanceof Document changes)) {
            throw ServerError.notServed("updates by pipeline");
        }
        if (!FilterRules.hasOperators(changes)) {
            return new Update(changes, true);
        }
        Set<String> changed = new HashSet<>();
        changes.forEach((operator, fields) -> {
            if (!OPERATORS.contains(operator) || !(fields instanceof Document operands)) {
                throw ServerError.notServed("the update " + operator);
            }
            operands.forEach((field, operand) -> checkField(operator, field, operand, changed));
        });
        return new Update(changes, false);
    }

    private static void checkField(String operator, String field, @Nullable Object operand, Set<String> changed) {
        if (field.contains(".") || field.startsWith("$")) {
            throw ServerError.notServed("an update of the nested field " + field);
        }
        if (!changed.add(field)) {
            throw ServerError.BAD_VALUE.because("Two operators of the update change " + field);
        }
        if (operator.equals("$inc") && !(operand instanceof Number)) {
            throw ServerError.TYPE_MISMATCH.because("Cannot increment " + field + " by a value that is no number");
        }
        if (operator.equals("$addToSet") && FilterRules.hasOperators(operand) && !isEach(operand)) {
            throw ServerError.notServed("$addToSet with other modifiers than " + EACH);
        }
    }

    private static boolean isEach(@Nullable Object operand) {
        return operand instanceof Document each
                && each.keySet().equals(Set.of(EACH))
                && each.get(EACH) instanceof Collection<?>;
    }

    /**
     * Returns the fields of a filter, which an upsert inserts.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with NotImplemented (238) if the filter is not one value of
     *     {@code _id}
     */
    static Document insertedBy(Document filter) {
        if (!filter.keySet().equals(Set.of(ID)) || FilterRules.hasOperators(filter.get(ID))) {
            throw ServerError.notServed("upserts by other filters than one value of _id");
        }
        return filter;
    }

    /**
     * Returns the changed document. The given one does not change.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with code 66 if {@code _id} would change, 14 if a value to
     *     increment is not a number, or 2 if a value to add to is not an array
     */
    Document apply(Document before) {
        Document after = new Document();
        if (before.containsKey(ID)) {
            after.put(ID, before.get(ID));
        }
        if (isReplacement) {
            after.putAll(changes);
        } else {
            after.putAll(before);
            changes.forEach((operator, fields) ->
                    ((Document) fields).forEach((field, operand) -> change(after, operator, field, operand)));
        }
        if (before.containsKey(ID) && !Objects.equals(before.get(ID), after.get(ID))) {
            throw ServerError.IMMUTABLE_FIELD.because("An update cannot change the _id of a document");
        }
        return after;
    }

    private static void change(Document document, String operator, String field, @Nullable Object operand) {
        Object old = document.get(field);
        switch (operator) {
            case "$unset" -> document.remove(field);
            case "$inc" -> document.put(field, sum(field, document.getOrDefault(field, 0), operand));
            case "$max" -> {
                if (!document.containsKey(field)
                        || Arrays.compareUnsigned(KeyBytes.of(old), KeyBytes.of(operand)) < 0) {
                    document.put(field, operand);
                }
            }
            case "$addToSet" -> document.put(field, union(field, document.getOrDefault(field, List.of()), operand));
            default -> document.put(field, operand);
        }
    }

    private static List<Object> union(String field, @Nullable Object old, @Nullable Object operand) {
        if (!(old instanceof Collection<?> values)) {
            throw ServerError.BAD_VALUE.because("Cannot add to the value of " + field + ": it is no array");
        }
        List<Object> union = new ArrayList<>(values);
        Collection<?> added = isEach(operand) && operand instanceof Document each
                ? (Collection<?>) Objects.requireNonNull(each.get(EACH))
                : Collections.singleton(operand);
        for (Object value : added) {
            if (union.stream()
                    .noneMatch(
                            present -> ValueComparator.ascWithoutListHandling().compare(present, value) == 0)) {
                union.add(value);
            }
        }
        return union;
    }

    private static Number sum(String field, @Nullable Object old, @Nullable Object by) {
        if (!(old instanceof Number first) || !(by instanceof Number second)) {
            throw ServerError.TYPE_MISMATCH.because("Cannot increment the value of " + field + ": it is no number");
        }
        return NumericUtils.addNumbers(first, second);
    }
}
