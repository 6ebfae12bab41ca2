package io.damso.store.command;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.damso.store.refusal.CommandRules;
import io.damso.store.storage.Catalog;
import io.damso.store.storage.StoredCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** One command that changes the documents of one collection. */
final class Writes {

    private static final String ID = "_id";

    private final Catalog catalog;
    private final String namespace;
    private final Arguments arguments;
    private final List<Document> errors = new ArrayList<>();
    private final List<Document> upserted = new ArrayList<>();
    private int matched;
    private int modified;

    Writes(Catalog catalog, String namespace, Arguments arguments) {
        this.catalog = catalog;
        this.namespace = namespace;
        this.arguments = arguments;
    }

    Document insert() {
        StoredCollection collection = catalog.getOrCreate(namespace);
        forEach(arguments.documents("documents"), (document, index) -> {
            collection.insert(withId(document));
            matched++;
        });
        return reply();
    }

    private static Document withId(Document document) {
        if (document.containsKey(ID)) {
            return document;
        }
        Document identified = new Document(ID, new ObjectId());
        identified.putAll(document);
        return identified;
    }

    /** Runs the statements and records their errors. An ordered command ends at the first error. */
    private <T> void forEach(List<T> statements, ObjIntConsumer<T> action) {
        boolean ordered = !arguments.fields().containsKey("ordered") || arguments.flag("ordered");
        for (int index = 0; index < statements.size() && (errors.isEmpty() || !ordered); index++) {
            try {
                action.accept(statements.get(index), index);
            } catch (MongoServerError e) {
                errors.add(new Document("index", index)
                        .append("code", e.getCode())
                        .append("errmsg", e.getMessageWithoutErrorCode()));
            }
        }
    }

    private Document reply() {
        Document reply = new Document("n", matched + upserted.size());
        reply.putIfNotNull("upserted", upserted.isEmpty() ? null : upserted);
        reply.putIfNotNull("writeErrors", errors.isEmpty() ? null : errors);
        return reply.append("ok", 1.0);
    }

    /**
     * One statement of an update command.
     *
     * @param inserted the fields of the filter to insert if no document matches; null to insert none
     */
    private record Statement(
            Document filter,
            Update update,
            boolean multi,
            @Nullable Document inserted) {

        static Statement of(Document fields) {
            CommandRules.checkStatement("update.updates", fields);
            Arguments arguments = new Arguments(fields);
            Document filter = arguments.filter("q");
            return new Statement(
                    filter,
                    Update.of(arguments.required("u", Object.class)),
                    arguments.flag("multi"),
                    arguments.flag("upsert") ? Update.insertedBy(filter) : null);
        }
    }

    Document update() {
        forEach(arguments.documents("updates").stream().map(Statement::of).toList(), this::update);
        return reply().append("nModified", modified);
    }

    private void update(Statement statement, int index) {
        int before = matched;
        StoredCollection existing = catalog.collections().get(namespace);
        if (existing != null) {
            for (Document document : existing.find(catalog, statement.filter(), statement.multi() ? 0 : 1)) {
                modified += existing.replace(document, statement.update().apply(document)) ? 1 : 0;
                matched++;
            }
        }
        if (matched == before && statement.inserted() != null) {
            Document document = withId(statement.update().apply(statement.inserted()));
            catalog.getOrCreate(namespace).insert(document);
            upserted.add(new Document("index", index).append(ID, document.get(ID)));
        }
    }

    Document delete() {
        StoredCollection collection = catalog.collections().get(namespace);
        for (Document fields : arguments.documents("deletes")) {
            CommandRules.checkStatement("delete.deletes", fields);
            Arguments statement = new Arguments(fields);
            Document filter = statement.filter("q");
            int limit = statement.required("limit", Number.class).intValue();
            matched += collection == null ? 0 : collection.delete(catalog, filter, limit);
        }
        return reply();
    }
}
