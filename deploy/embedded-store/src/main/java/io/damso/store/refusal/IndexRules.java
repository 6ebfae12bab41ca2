package io.damso.store.refusal;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses indexes whose meaning would be lost. */
final class IndexRules {

    private static final Set<String> SERVED =
            Set.of("key", "name", "unique", "sparse", "v", "ns", "background", "expireAfterSeconds");
    private static final Set<String> NOT_SERVED = Set.of(
            "partialFilterExpression", "collation", "weights", "default_language", "language_override",
            "textIndexVersion", "2dsphereIndexVersion", "bits", "min", "max", "bucketSize", "wildcardProjection",
            "storageEngine", "hidden",
            "prepareUnique", "clustered", "dropDups", "columnstoreProjection");
    private static final String WILDCARD = "$**";

    private IndexRules() {}

    static void check(@Nullable Object indexes) {
        if (indexes instanceof List<?> list) {
            list.stream().filter(Document.class::isInstance).map(Document.class::cast).forEach(IndexRules::checkIndex);
        }
    }

    private static void checkIndex(Document index) {
        index.forEach((option, value) -> {
            if (!SERVED.contains(option)) {
                checkOption(option, value);
            }
        });
        if (index.get("key") instanceof Document key) {
            checkKey(key);
            if (index.containsKey("expireAfterSeconds") && (key.size() != 1 || key.containsKey("_id"))) {
                throw ServerError.CANNOT_CREATE_INDEX.because(
                        "TTL indexes are single-field indexes and not on _id, so not on " + key.keySet());
            }
        }
    }

    private static void checkOption(String option, @Nullable Object value) {
        if (!NOT_SERVED.contains(option)) {
            throw ServerError.INVALID_INDEX_OPTION.because(
                    "The field '" + option + "' is not valid for an index specification");
        }
        boolean meansAll = option.equals("partialFilterExpression") && value != null;
        if (meansAll || !CommandFields.asksForNothing(option, value)) {
            throw ServerError.CANNOT_CREATE_INDEX.because("The embedded store has no indexes with " + option);
        }
    }

    private static void checkKey(Document key) {
        key.forEach((field, direction) -> {
            if (!(direction instanceof Number number) || Math.abs(number.doubleValue()) != 1) {
                throw ServerError.CANNOT_CREATE_INDEX.because(
                        "The embedded store's indexes are ascending (1) or descending (-1), not "
                                + field + ": " + direction);
            }
            if (field.startsWith("$") || field.endsWith(WILDCARD)) {
                throw ServerError.CANNOT_CREATE_INDEX.because(
                        "The embedded store has no wildcard index, as by " + field);
            }
        });
    }
}
