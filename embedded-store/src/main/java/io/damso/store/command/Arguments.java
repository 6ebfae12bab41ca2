package io.damso.store.command;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.damso.store.refusal.FilterRules;
import io.damso.store.refusal.ServerError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a command or of one of its statements. All methods throw a {@link MongoServerError} if a field has
 * another type, or is missing and has no default.
 */
record Arguments(Document fields) {

    /** Returns a document; empty if the field is missing. */
    Document document(String field) {
        return fields.get(field) == null ? new Document() : required(field, Document.class);
    }

    /** Returns a filter whose operators are supported; empty if the field is missing. */
    Document filter(String field) {
        return FilterRules.checked(document(field));
    }

    /** Returns the elements of an array of documents. */
    List<Document> documents(String field) {
        List<?> elements = required(field, List.class);
        if (!elements.stream().allMatch(Document.class::isInstance)) {
            throw ServerError.TYPE_MISMATCH.because(field + " must be an array of documents");
        }
        return elements.stream().map(Document.class::cast).toList();
    }

    /** Returns a number that is not negative; 0 if the field is missing. */
    int number(String field) {
        if (fields.get(field) == null) {
            return 0;
        }
        long number = required(field, Number.class).longValue();
        if (number < 0) {
            throw ServerError.BAD_VALUE.because(field + " must not be negative");
        }
        return Math.clamp(number, 0, Integer.MAX_VALUE);
    }

    /** Returns whether a field is true, or a number other than 0. */
    boolean flag(String field) {
        return Utils.isTrue(fields.get(field));
    }

    <T> T required(String field, Class<T> type) {
        @Nullable Object value = fields.get(field);
        if (value == null) {
            throw ServerError.MISSING_FIELD.because("The required field " + field + " is missing");
        }
        if (!type.isInstance(value)) {
            throw ServerError.TYPE_MISMATCH.because(field + " must be of type " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
