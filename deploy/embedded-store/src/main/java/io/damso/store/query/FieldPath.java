package io.damso.store.query;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way to a field, such as {@code read.seq}. */
public final class FieldPath {

    private final String name;
    private final String[] steps;

    public FieldPath(String name) {
        this.name = name;
        this.steps = name.split("\\.", -1);
    }

    public String name() {
        return name;
    }

    /** Returns the field's value, the first array on the way to it, or {@link Missing}. */
    public @Nullable Object get(Document document) {
        Object value = document;
        for (String step : steps) {
            if (value instanceof Document parent) {
                value = parent.getOrMissing(step);
            } else {
                return value instanceof Collection ? value : Missing.getInstance();
            }
        }
        return value;
    }

    /** Returns the values of the field in all elements of the arrays on the way; an empty array stands for itself. */
    public List<@Nullable Object> getAll(Document document) {
        List<@Nullable Object> values = new ArrayList<>();
        collect(document, 0, values);
        if (values.isEmpty()) {
            values.add(Missing.getInstance());
        }
        return values;
    }

    private void collect(@Nullable Object value, int step, List<@Nullable Object> values) {
        if (step == steps.length) {
            if (value instanceof Collection<?> array && !array.isEmpty()) {
                values.addAll(array);
            } else {
                values.add(value);
            }
        } else if (value instanceof Document parent) {
            collect(parent.getOrMissing(steps[step]), step + 1, values);
        } else if (value instanceof List<?> array) {
            array.stream().filter(Document.class::isInstance).forEach(element -> collect(element, step, values));
            if (steps[step].matches("\\d{1,9}") && Integer.parseInt(steps[step]) < array.size()) {
                collect(array.get(Integer.parseInt(steps[step])), step + 1, values);
            }
        } else {
            values.add(Missing.getInstance());
        }
    }
}
