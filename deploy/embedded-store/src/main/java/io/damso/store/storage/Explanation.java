package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.query.Plan;
import io.damso.store.query.SortOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers {@code explain}: which index a command would use, or that it would read the whole collection. */
final class Explanation {

    private final StoredDatabase database;

    Explanation(StoredDatabase database) {
        this.database = database;
    }

    /** Explains find, aggregate, count, distinct, findAndModify, and the first statement of update and delete. */
    Document explain(Document command) {
        String name = (String) command.values().iterator().next();
        StoredCollection collection = database.collection(name);
        Plan plan = collection == null ? null : plan(collection, command);
        Document winningPlan = plan == null ? new Document("stage", "EOF") : plan.describe();
        return new Document("queryPlanner", new Document("namespace", database.getDatabaseName() + "." + name)
                        .append("winningPlan", winningPlan))
                .append("ok", 1.0);
    }

    private static @Nullable Plan plan(StoredCollection collection, Document command) {
        if (command.get("pipeline") instanceof List<?>) {
            return new Pipeline(command).plan(collection);
        }
        Document statement = first(command, "updates", first(command, "deletes", command));
        Document filter = document(statement, "filter", document(statement, "query", document(statement, "q", new Document())));
        long wanted = number(command, "limit") == 0 ? Long.MAX_VALUE : number(command, "skip") + number(command, "limit");
        return collection.plan(filter, SortOrder.of(document(statement, "sort", new Document())), wanted);
    }

    private static Document first(Document command, String list, Document otherwise) {
        return command.get(list) instanceof List<?> statements ? (Document) statements.getFirst() : otherwise;
    }

    private static Document document(Document command, String field, Document otherwise) {
        return command.get(field) instanceof Document document ? document : otherwise;
    }

    private static long number(Document command, String field) {
        return command.get(field) instanceof Number number ? Math.abs(number.longValue()) : 0;
    }
}
