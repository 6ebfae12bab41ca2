package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.query.KeyPattern;
import io.damso.store.refusal.CommandRules;
import io.damso.store.refusal.ServerError;
import org.jspecify.annotations.Nullable;

/**
 * The description of an index.
 *
 * @param expireAfterSeconds age at which documents are deleted; null if they do not expire
 */
public record IndexDescription(
        String name,
        KeyPattern pattern,
        boolean unique,
        @Nullable Long expireAfterSeconds) {

    /**
     * Reads a description.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with NotImplemented (238) for an option or a key that the
     *     store does not support
     */
    public static IndexDescription of(Document description) {
        CommandRules.checkStatement("createIndexes.indexes", description);
        if (!(description.get("name") instanceof String name)
                || !(description.get("key") instanceof Document key)
                || key.isEmpty()) {
            throw ServerError.notServed("indexes without a name or fields");
        }
        Object age = description.get("expireAfterSeconds");
        Long seconds = age instanceof Number number && number.longValue() >= 0 ? (Long) number.longValue() : null;
        if (age != null && (seconds == null || key.size() > 1 || key.containsKey("_id"))) {
            throw ServerError.notServed("expireAfterSeconds: " + age + " of an index on " + key.keySet());
        }
        return new IndexDescription(name, KeyPattern.of(key), Boolean.TRUE.equals(description.get("unique")), seconds);
    }

    /** Returns the description as {@code listIndexes} replies it. */
    public Document toDocument() {
        Document key = new Document();
        pattern.fields().forEach(field -> key.put(field.name(), field.ascending() ? 1 : -1));
        Document document = new Document("v", 2).append("key", key).append("name", name);
        document.putIfNotNull("unique", unique ? true : null);
        document.putIfNotNull("expireAfterSeconds", expireAfterSeconds);
        return document;
    }
}
