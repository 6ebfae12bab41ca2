package io.damso.store.refusal;

import static java.util.Map.entry;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The supported commands and the supported fields of each. Other fields are accepted if their value requests nothing:
 * null or false.
 */
public final class CommandRules {

    private static final Pattern DATABASE = Pattern.compile("[^/\\\\. \"$*<>:|?\\x00]{1,63}");

    /** Commands about the server. All their fields are accepted. Unused ones would only reduce the reply. */
    private static final Set<String> ABOUT_THE_SERVER =
            Set.of("hello", "isMaster", "ismaster", "buildInfo", "saslStart", "saslContinue", "logout", "endSessions");

    private static final Set<String> ONLY_ITS_NAME = Set.of();

    /** Fields accepted in every command: checked here, or without effect on a single node. */
    private static final Set<String> EVERYWHERE = Set.of(
            "$db", "lsid", "$readPreference", "$clusterTime", "comment", "maxTimeMS", "readConcern", "writeConcern");

    // spotless:off
    private static final Map<String, Set<String>> SERVED = Map.ofEntries(
            entry("find", Set.of("filter", "sort", "projection", "skip", "limit", "batchSize", "singleBatch")),
            entry("getMore", Set.of("collection", "batchSize")),
            entry("killCursors", Set.of("cursors")),
            entry("count", Set.of("query", "limit", "skip")),
            entry("aggregate", Set.of("pipeline", "cursor")),
            entry("insert", Set.of("documents", "ordered")),
            entry("update", Set.of("updates", "ordered")),
            entry("update.updates", Set.of("q", "u", "multi", "upsert")),
            entry("delete", Set.of("deletes", "ordered")),
            entry("delete.deletes", Set.of("q", "limit")),
            entry("createIndexes", Set.of("indexes")),
            entry("createIndexes.indexes", Set.of(
                    "key", "name", "unique", "expireAfterSeconds", "v", "ns", "background")),
            entry("drop", ONLY_ITS_NAME),
            entry("dropIndexes", Set.of("index")),
            entry("dropDatabase", ONLY_ITS_NAME),
            entry("listCollections", Set.of("filter", "nameOnly", "authorizedCollections", "cursor")),
            entry("listDatabases", Set.of("filter", "nameOnly", "authorizedDatabases")),
            entry("listIndexes", Set.of("cursor")),
            entry("ping", ONLY_ITS_NAME));
    private static final Map<String, Set<?>> CONCERNS = Map.of(
            "level", Set.of("local", "available", "majority"),
            "w", Set.of(0, 1, "majority"),
            "j", Set.of(true, false));
    // spotless:on

    private CommandRules() {}

    /**
     * Returns normally if the command and all its fields are supported, and the name of the database is valid.
     *
     * @throws MongoServerError with CommandNotFound (59), NotImplemented (238) or InvalidNamespace (73)
     */
    public static void check(String database, String command, Document query) {
        if (!DATABASE.matcher(database).matches()) {
            throw ServerError.INVALID_NAMESPACE.because("Invalid database name: '" + database + "'");
        }
        if (ABOUT_THE_SERVER.contains(command)) {
            return;
        }
        if (!SERVED.containsKey(command)) {
            throw ServerError.COMMAND_NOT_FOUND.because("The embedded store does not serve the command " + command);
        }
        query.forEach((field, value) -> {
            if (field.endsWith("Concern") && value instanceof Document concern) {
                checkConcern(field, concern);
            } else if (!field.equals(command) && !EVERYWHERE.contains(field)) {
                checkField(command, field, value);
            }
        });
    }

    /** Checks the fields of one statement of a command, such as {@code update.updates}. */
    public static void checkStatement(String path, Document statement) {
        statement.forEach((field, value) -> checkField(path, field, value));
    }

    private static void checkField(String path, String field, @Nullable Object value) {
        Set<String> served = SERVED.getOrDefault(path, ONLY_ITS_NAME);
        boolean requestsNothing = value == null || value.equals(false);
        if (!requestsNothing && !served.contains(field)) {
            throw ServerError.notServed(path + "." + field);
        }
    }

    /** Rejects guarantees that a single node without sessions cannot give. */
    private static void checkConcern(String name, Document concern) {
        concern.forEach((field, value) -> {
            Set<?> served = CONCERNS.get(field);
            boolean isServed = served == null ? field.equals("wtimeout") : value != null && served.contains(value);
            if (!isServed) {
                throw ServerError.notServed("the " + name + " " + field + ": " + value);
            }
        });
    }
}
