package io.damso.store.storage;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexNotFoundException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Makes and drops the indexes of a collection, by MongoDB's rules for names and conflicts. */
final class IndexCatalog {

    static final String EXPIRE_AFTER = "expireAfterSeconds";
    private static final String ID_INDEX = "_id_";
    private static final int NAMESPACE_NOT_FOUND = 26;
    private static final int CANNOT_CREATE_INDEX = 67;
    private static final int INVALID_OPTIONS = 72;
    private static final int INDEX_OPTIONS_CONFLICT = 85;
    private static final int INDEX_KEY_SPECS_CONFLICT = 86;

    private final StoredDatabase database;

    IndexCatalog(StoredDatabase database) {
        this.database = database;
    }

    /** Fills all new indexes before the first is listed, so that a build that fails leaves nothing. */
    Document create(Document command) {
        StoredCollection collection = database.collectionOrNew((String) command.get("createIndexes"));
        int before = collection.getNumIndexes();
        List<Document> added = ((List<?>) command.get("indexes")).stream()
                .map(Document.class::cast)
                .filter(description -> isNew(description, collection))
                .toList();
        added.forEach(description -> new IndexBuild(database.file(), collection).fill(open(description, collection)));
        for (Document description : added) {
            description.put("ns", collection.getFullName());
            database.addIndex(description);
        }
        Document reply = new Document("numIndexesBefore", before).append("numIndexesAfter", collection.getNumIndexes());
        if (added.isEmpty()) {
            reply.append("note", "all indexes already exist");
        }
        return reply.append("ok", 1.0);
    }

    private OrderedIndex open(Document description, StoredCollection collection) {
        List<IndexKey> keys = keyOf(description).entrySet().stream()
                .map(entry -> new IndexKey(entry.getKey(), ((Number) entry.getValue()).intValue() > 0)).toList();
        return database.openIndex(collection.getCollectionName(), StoredDatabase.nameOf(description), keys,
                isTrue(description, "unique"), isTrue(description, "sparse"));
    }

    private boolean isNew(Document wanted, StoredCollection collection) {
        requireValid(wanted);
        if (keyOf(wanted).keySet().equals(Set.of("_id"))) {
            return false;
        }
        for (Document existing : described(collection)) {
            boolean sameName = StoredDatabase.nameOf(existing).equals(StoredDatabase.nameOf(wanted));
            boolean sameKeys = sameKeys(existing, wanted)
                    && isTrue(existing, "unique") == isTrue(wanted, "unique")
                    && isTrue(existing, "sparse") == isTrue(wanted, "sparse");
            if (sameName && !sameKeys) {
                throw new MongoServerError(INDEX_KEY_SPECS_CONFLICT, "IndexKeySpecsConflict",
                        "An existing index has the same name as the requested index. Requested index: " + wanted
                                + ", existing index: " + existing);
            }
            if (sameKeys && !(sameName && Objects.equals(existing.get(EXPIRE_AFTER), wanted.get(EXPIRE_AFTER)))) {
                throw new MongoServerError(INDEX_OPTIONS_CONFLICT, "IndexOptionsConflict",
                        "An equivalent index already exists with a different name or different options. Requested index: "
                                + wanted + ", existing index: " + existing);
            }
            if (sameName) {
                return false;
            }
        }
        return true;
    }

    private static void requireValid(Document wanted) {
        Document key = keyOf(wanted);
        if (key.isEmpty() || !key.values().stream().allMatch(v -> v instanceof Number n && n.intValue() != 0)) {
            throw new MongoServerError(CANNOT_CREATE_INDEX, "CannotCreateIndex",
                    "The embedded store has only indexes with 1 and -1: " + key);
        }
        Object expireAfter = wanted.get(EXPIRE_AFTER);
        if (expireAfter != null && (key.size() > 1 || !(expireAfter instanceof Number n) || n.longValue() < 0)) {
            throw new MongoServerError(CANNOT_CREATE_INDEX, "CannotCreateIndex",
                    EXPIRE_AFTER + " needs an index on one field and a number of seconds from 0: " + wanted);
        }
    }

    private static boolean sameKeys(Document a, Document b) {
        return SignedKeys.of(keyOf(a)).equals(SignedKeys.of(keyOf(b)));
    }

    /** Names and directions; a direction may come as int, long or double. */
    private record SignedKeys(List<String> names, List<Boolean> ascending) {

        static SignedKeys of(Document key) {
            return new SignedKeys(List.copyOf(key.keySet()),
                    key.values().stream().map(value -> ((Number) value).intValue() > 0).toList());
        }
    }

    private static Document keyOf(Document description) {
        return (Document) description.get("key");
    }

    private static boolean isTrue(Document description, String option) {
        return Boolean.TRUE.equals(description.get(option));
    }

    private List<Document> described(StoredCollection collection) {
        return database.describedIndexes(new Document("ns", collection.getFullName()));
    }

    Document drop(Document command) {
        StoredCollection collection = database.collection((String) command.get("dropIndexes"));
        if (collection == null) {
            throw new MongoServerError(NAMESPACE_NOT_FOUND, "NamespaceNotFound", "ns not found");
        }
        int before = collection.getNumIndexes();
        Object wanted = command.get("index");
        if ("*".equals(wanted)) {
            described(collection).stream()
                    .filter(description -> !ID_INDEX.equals(StoredDatabase.nameOf(description)))
                    .forEach(description -> database.dropIndex(collection, description));
        } else {
            List<?> all = wanted instanceof List<?> several ? several : List.of(wanted);
            all.forEach(one -> database.dropIndex(collection, described(collection, one)));
        }
        return new Document("nIndexesWas", before).append("ok", 1.0);
    }

    private Document described(StoredCollection collection, Object nameOrKey) {
        Document found = described(collection).stream()
                .filter(description -> nameOrKey instanceof Document key
                        ? sameKeys(description, new Document("key", key))
                        : StoredDatabase.nameOf(description).equals(nameOrKey))
                .findFirst()
                .orElseThrow(() -> new IndexNotFoundException("index not found with name [" + nameOrKey + "]"));
        if (ID_INDEX.equals(StoredDatabase.nameOf(found))) {
            throw new MongoServerError(INVALID_OPTIONS, "InvalidOptions", "cannot drop _id index");
        }
        return found;
    }
}
