package io.damso.store.command;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.refusal.ServerError;
import io.damso.store.storage.Catalog;
import io.damso.store.storage.IndexDescription;
import io.damso.store.storage.Snapshot;
import io.damso.store.storage.StoredCollection;
import java.util.List;
import java.util.stream.Stream;

/** The commands that create, drop and list databases, collections and indexes. */
final class Schema {

    private static final String ID_INDEX = "_id_";

    private Schema() {}

    static Document drop(Catalog catalog, String namespace) {
        catalog.drop(catalog.existing(namespace));
        return new Document("ns", namespace).append("ok", 1.0);
    }

    static Document dropDatabase(Catalog catalog, String database) {
        List.copyOf(catalog.collectionsOf(database).values()).forEach(catalog::drop);
        return new Document("dropped", database).append("ok", 1.0);
    }

    static Document createIndexes(Catalog catalog, String namespace, Arguments arguments) {
        List<IndexDescription> wanted = arguments.documents("indexes").stream()
                .map(IndexDescription::of)
                .toList();
        StoredCollection collection = catalog.getOrCreate(namespace);
        List<IndexDescription> existing = collection.descriptions();
        List<IndexDescription> added =
                wanted.stream().filter(index -> isNew(index, existing)).toList();
        catalog.addIndexes(collection, added);
        Document reply = new Document("numIndexesBefore", existing.size())
                .append("numIndexesAfter", existing.size() + added.size());
        reply.putIfNotNull("note", added.isEmpty() ? "all indexes already exist" : null);
        return reply.append("ok", 1.0);
    }

    private static boolean isNew(IndexDescription wanted, List<IndexDescription> existing) {
        for (IndexDescription other : existing) {
            boolean sameFields = other.pattern().equals(wanted.pattern());
            if (other.equals(wanted) || other.name().equals(ID_INDEX) && sameFields) {
                return false;
            }
            if (sameFields || other.name().equals(wanted.name())) {
                throw ServerError.INDEX_OPTIONS_CONFLICT.because("An existing index has the same name or the same "
                        + "fields as the requested index. Requested index: " + wanted.toDocument()
                        + ", existing index: " + other.toDocument());
            }
        }
        return true;
    }

    static Document dropIndexes(Catalog catalog, String namespace, Arguments arguments) {
        StoredCollection collection = catalog.existing(namespace);
        Object wanted = arguments.required("index", Object.class);
        List<IndexDescription> all = collection.descriptions();
        boolean isForAll = wanted.equals("*");
        List<String> dropped = all.stream()
                .map(IndexDescription::name)
                .filter(name -> isForAll ? !name.equals(ID_INDEX) : name.equals(wanted))
                .toList();
        if (dropped.contains(ID_INDEX)) {
            throw ServerError.INVALID_OPTIONS.because("cannot drop _id index");
        }
        if (dropped.isEmpty() && !isForAll) {
            throw ServerError.INDEX_NOT_FOUND.because("index not found with name [" + wanted + "]");
        }
        dropped.forEach(name -> catalog.dropIndex(namespace, name));
        return new Document("nIndexesWas", all.size()).append("ok", 1.0);
    }

    static Document databases(Snapshot snapshot, Arguments arguments) {
        Stream<Document> all = snapshot.collections().keySet().stream()
                .map(namespace -> namespace.substring(0, namespace.indexOf('.')))
                .distinct()
                .map(name -> new Document("name", name));
        return new Document("databases", filtered(all, arguments)).append("ok", 1.0);
    }

    static Document collections(Snapshot snapshot, String database, Arguments arguments) {
        Stream<Document> all = snapshot.collectionsOf(database).keySet().stream()
                .map(namespace ->
                        new Document("name", namespace.substring(database.length() + 1)).append("type", "collection"));
        return reply(database + ".$cmd.listCollections", filtered(all, arguments));
    }

    private static List<Document> filtered(Stream<Document> all, Arguments arguments) {
        Document filter = arguments.filter("filter");
        return all.filter(one -> new DefaultQueryMatcher().matches(one, filter)).toList();
    }

    static Document indexes(Snapshot snapshot, String namespace) {
        return reply(
                namespace,
                snapshot.existing(namespace).descriptions().stream()
                        .map(IndexDescription::toDocument)
                        .toList());
    }

    /** Returns a reply with all documents and no cursor. */
    static Document reply(String namespace, List<Document> documents) {
        Document cursor = new Document("id", 0L).append("ns", namespace).append("firstBatch", documents);
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
