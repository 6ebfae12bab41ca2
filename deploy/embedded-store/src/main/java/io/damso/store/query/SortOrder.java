package io.damso.store.query;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which order documents are wanted. An array sorts by its lowest element, descending by its highest. */
public final class SortOrder {

    private static final String NATURAL = "$natural";

    private final List<Field> fields = new ArrayList<>();
    private boolean natural;
    private boolean backwards;

    record Field(FieldPath path, boolean ascending) {

        String name() {
            return path.name();
        }
    }

    private SortOrder() {}

    /** Reads the {@code sort} of a command; null and an empty document leave the order open. */
    public static SortOrder of(@Nullable Document sort) {
        SortOrder order = new SortOrder();
        if (sort != null) {
            sort.forEach(order::add);
        }
        return order;
    }

    private void add(String name, @Nullable Object direction) {
        if (!(direction instanceof Number number) || number.intValue() == 0) {
            throw new BadValueException("Illegal sort direction of " + name + ": " + direction);
        }
        if (name.equals(NATURAL)) {
            natural = true;
            backwards = number.intValue() < 0;
        } else {
            fields.add(new Field(new FieldPath(name), number.intValue() > 0));
        }
    }

    List<Field> fields() {
        return natural ? List.of() : fields;
    }

    /** Whether the order asked for is the stored one, so that no index may be used. */
    boolean isNatural() {
        return natural;
    }

    boolean isBackwards() {
        return backwards;
    }

    /** Returns bytes that sort as the documents do. */
    public byte[] key(Document document) {
        KeyBytes key = new KeyBytes();
        for (Field field : fields()) {
            Object value = field.path().get(document);
            if (value instanceof Collection) {
                key.append(extreme(field, document));
            } else {
                key.append(value, field.ascending());
            }
        }
        return key.toBytes();
    }

    private static byte[] extreme(Field field, Document document) {
        return field.path().getAll(document).stream()
                .map(element -> new KeyBytes()
                        .append(element instanceof Collection<?> c && c.isEmpty() ? null : element, field.ascending())
                        .toBytes())
                .min(Comparator.comparing((byte[] bytes) -> bytes, Arrays::compareUnsigned))
                .orElseThrow();
    }
}
