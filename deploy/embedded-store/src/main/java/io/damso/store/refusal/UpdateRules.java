package io.damso.store.refusal;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Refuses updates and deletes that ask for more than is served. */
final class UpdateRules {

    private UpdateRules() {}

    static void checkUpdates(@Nullable Object updates) {
        forEach(updates, statement -> {
            CommandFields.checkUpdateStatement(statement);
            FilterRules.check(statement.get("q"));
            FilterRules.checkAll(statement.get("arrayFilters"));
            checkUpdate(statement.get("u"));
        });
    }

    static void checkDeletes(@Nullable Object deletes) {
        forEach(deletes, statement -> {
            CommandFields.checkDeleteStatement(statement);
            FilterRules.check(statement.get("q"));
        });
    }

    static void checkUpdate(@Nullable Object update) {
        if (update instanceof List<?>) {
            throw ServerError.NOT_IMPLEMENTED.because("The embedded store has no updates by pipeline");
        }
        if (update instanceof Document document && document.containsKey("$bit")) {
            throw ServerError.NOT_IMPLEMENTED.because("The embedded store does not serve $bit");
        }
    }

    private static void forEach(@Nullable Object statements, Consumer<Document> check) {
        if (statements instanceof List<?> list) {
            list.stream().filter(Document.class::isInstance).map(Document.class::cast).forEach(check);
        }
    }
}
