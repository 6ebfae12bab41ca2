package io.damso.store.refusal;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses expressions that run JavaScript, wherever they stand. Others that are unknown fail when they are evaluated.
 */
final class Expressions {

    private static final Set<String> JAVASCRIPT = Set.of("$function", "$accumulator");

    private Expressions() {}

    static void check(@Nullable Object expression) {
        if (expression instanceof Document document) {
            document.forEach((name, value) -> {
                if (JAVASCRIPT.contains(name)) {
                    throw ServerError.NOT_IMPLEMENTED.because(
                            "The embedded store runs no JavaScript, so it has no " + name);
                }
                check(value);
            });
        } else if (expression instanceof List<?> list) {
            list.forEach(Expressions::check);
        }
    }
}
