package io.damso.store.refusal;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses guarantees that one node without sessions cannot give; a MongoDB that runs alone refuses most of them, too.
 */
final class ConcernRules {

    private static final Set<String> OF_A_TRANSACTION = Set.of("txnNumber", "startTransaction", "autocommit");
    private static final Set<String> READ_LEVELS = Set.of("local", "available", "majority");
    private static final Set<String> CAUSAL = Set.of("afterClusterTime", "atClusterTime", "afterOpTime");
    private static final String API_VERSION = "1";

    private ConcernRules() {}

    static void check(Document query) {
        if (OF_A_TRANSACTION.stream().anyMatch(query::containsKey)) {
            throw ServerError.ILLEGAL_OPERATION.because(
                    "Transaction numbers are only allowed on a replica set member or mongos");
        }
        if (query.get("readConcern") instanceof Document concern) {
            checkRead(concern);
        }
        if (query.get("writeConcern") instanceof Document concern) {
            checkWrite(concern.get("w"));
        }
        checkApi(query);
    }

    private static void checkRead(Document concern) {
        Object level = concern.get("level");
        if (level != null && !READ_LEVELS.contains(level) || CAUSAL.stream().anyMatch(concern::containsKey)) {
            throw ServerError.NOT_A_REPLICA_SET.because(
                    "node needs to be a replica set member to use read concern " + concern);
        }
    }

    private static void checkWrite(@Nullable Object w) {
        if (w instanceof Number nodes && nodes.intValue() > 1) {
            throw ServerError.BAD_VALUE.because("cannot use 'w' > 1 when a host is not replicated");
        }
        if (w instanceof String mode && !mode.equals("majority") || w instanceof Document) {
            throw ServerError.BAD_VALUE.because(
                    "cannot use non-majority 'w' mode " + w + " when a host is not replicated");
        }
    }

    private static void checkApi(Document query) {
        if (query.containsKey("apiVersion") && !API_VERSION.equals(query.get("apiVersion"))) {
            throw ServerError.API_VERSION_ERROR.because("API version must be \"" + API_VERSION + "\"");
        }
        if (Boolean.TRUE.equals(query.get("apiStrict")) || Boolean.TRUE.equals(query.get("apiDeprecationErrors"))) {
            throw ServerError.NOT_IMPLEMENTED.because("The embedded store does not watch over apiStrict");
        }
    }
}
