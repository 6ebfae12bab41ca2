package io.damso.store.query;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.refusal.ServerError;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields and their directions, such as {@code {roomId: 1, seq: -1}}: the fields of an index, or a sort order. */
public record KeyPattern(List<Field> fields) {

    /**
     * A field and its direction.
     *
     * @param name path in dot notation
     */
    public record Field(String name, boolean ascending) {

        /** Returns the value of the field; {@link Missing} if it does not exist, the array if one is on the path. */
        @Nullable
        Object of(Document document) {
            Object value = document;
            for (String step : name.split("\\.", -1)) {
                if (value instanceof Document parent) {
                    value = parent.getOrMissing(step);
                } else {
                    return value instanceof Collection ? value : Missing.getInstance();
                }
            }
            return value;
        }
    }

    /**
     * Reads a pattern.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with NotImplemented (238) for anything other than names of
     *     fields and 1 or -1
     */
    public static KeyPattern of(Document pattern) {
        return new KeyPattern(pattern.entrySet().stream()
                .map(entry -> new Field(entry.getKey(), isAscending(entry.getKey(), entry.getValue())))
                .toList());
    }

    private static boolean isAscending(String field, @Nullable Object direction) {
        if (field.startsWith("$")
                || field.endsWith("$**")
                || !(direction instanceof Number number)
                || Math.abs(number.doubleValue()) != 1) {
            throw ServerError.notServed("the order " + field + ": " + direction);
        }
        return number.intValue() > 0;
    }

    /**
     * Appends the values of the fields to a key. The unsigned order of such keys is the order of the documents.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with NotImplemented (238) for an array
     */
    public KeyBytes append(KeyBytes key, Document document) {
        for (Field field : fields) {
            Object value = field.of(document);
            if (value instanceof Collection) {
                throw ServerError.notServed("an array in the indexed or sorted field " + field.name());
            }
            key.append(value, field.ascending());
        }
        return key;
    }
}
