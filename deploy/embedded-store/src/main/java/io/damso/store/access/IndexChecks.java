package io.damso.store.access;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.refusal.ServerError;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the indexes of a collection before some are made or dropped. mongo-java-server forgets by name alone, also
 * the indexes of other collections, and would let go of the one on {@code _id}.
 */
final class IndexChecks {

    private static final String ID_INDEX = "_id_";

    private final MongoBackend backend;

    IndexChecks(MongoBackend backend) {
        this.backend = backend;
    }

    /** Refuses an index that is there already under another name or with other options. */
    void checkCreate(Channel channel, String database, Document query) {
        List<Document> existing = list(channel, database, query.get("createIndexes"));
        if (query.get("indexes") instanceof List<?> wanted) {
            wanted.stream().filter(Document.class::isInstance).map(Document.class::cast).forEach(index -> {
                for (Document other : existing) {
                    checkConflict(index, other);
                }
            });
        }
    }

    private static void checkConflict(Document wanted, Document existing) {
        boolean sameName = Objects.equals(wanted.get("name"), existing.get("name"));
        boolean sameKey = isSameKey(wanted.get("key"), existing.get("key"));
        boolean same = sameOption(wanted, existing, "unique")
                && sameOption(wanted, existing, "sparse")
                && Objects.equals(number(wanted), number(existing));
        if (existing.get("name").equals(ID_INDEX) || sameName && sameKey && same) {
            return;
        }
        if (sameName) {
            throw ServerError.INDEX_KEY_SPECS_CONFLICT.because(
                    "An existing index has the same name as the requested index: " + existing.get("name"));
        }
        if (sameKey) {
            throw ServerError.INDEX_OPTIONS_CONFLICT.because(
                    "Index already exists with a different name: " + existing.get("name"));
        }
    }

    /** Compares order and numbers, but 1 and 1.0 are the same direction. */
    private static boolean isSameKey(@Nullable Object one, @Nullable Object other) {
        return one instanceof Document a
                && other instanceof Document b
                && List.copyOf(a.keySet()).equals(List.copyOf(b.keySet()))
                && a.keySet().stream().allMatch(field -> direction(a, field) == direction(b, field));
    }

    private static int direction(Document key, String field) {
        return key.get(field) instanceof Number number ? number.intValue() : 0;
    }

    private static boolean sameOption(Document one, Document other, String option) {
        return Boolean.TRUE.equals(one.get(option)) == Boolean.TRUE.equals(other.get(option));
    }

    private static @Nullable Long number(Document index) {
        return index.get("expireAfterSeconds") instanceof Number seconds ? seconds.longValue() : null;
    }

    /** Returns the commands that drop the same indexes by their keys, one each. */
    List<Document> drops(Channel channel, String database, Document query) {
        Object collection = Objects.requireNonNull(query.get("dropIndexes"));
        List<Document> drops = new ArrayList<>();
        for (Document index : list(channel, database, collection)) {
            if (isMeant(query.get("index"), index)) {
                drops.add(new Document(query).append("index", index.get("key")));
            }
        }
        if (drops.isEmpty() && !"*".equals(query.get("index"))) {
            throw ServerError.INDEX_NOT_FOUND.because("index not found with name [" + query.get("index") + "]");
        }
        return drops;
    }

    private static boolean isMeant(@Nullable Object wanted, Document index) {
        boolean ofId = ID_INDEX.equals(index.get("name"));
        boolean named = index.get("name").equals(wanted)
                || isSameKey(wanted, index.get("key"))
                || wanted instanceof List<?> names && names.contains(index.get("name"));
        if (named && ofId) {
            throw ServerError.INVALID_OPTIONS.because("cannot drop _id index");
        }
        return named || "*".equals(wanted) && !ofId;
    }

    private List<Document> list(Channel channel, String database, @Nullable Object collection) {
        Document command = new Document("listIndexes", collection).append("$db", database);
        Document reply = backend.handleCommand(channel, database, "listIndexes", command);
        List<Document> indexes = new ArrayList<>();
        if (reply.get("cursor") instanceof Document cursor && cursor.get("firstBatch") instanceof List<?> batch) {
            batch.forEach(index -> indexes.add((Document) index));
        }
        return indexes;
    }
}
