package io.damso.store.refusal;

import static java.util.Map.entry;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commands there are and the fields that are served in each. A field that MongoDB knows but this store does not
 * serve may be there if its value asks for nothing: null, false, an empty document, the collation "simple".
 */
final class CommandFields {

    /** In place of a list of fields: all of the command's fields may be ignored, as they only narrow a description. */
    private static final Set<String> ANY = Set.of("*");

    private static final Set<String> ONLY_ITS_NAME = Set.of();

    /** Served in every command, or without a meaning on a single node that keeps its writes before it answers. */
    private static final Set<String> EVERYWHERE = Set.of(
            "$db", "lsid", "$readPreference", "$clusterTime", "comment", "maxTimeMS", "readConcern", "writeConcern",
            "apiVersion", "apiStrict", "apiDeprecationErrors");

    private static final Map<String, Set<String>> SERVED = Map.ofEntries(
            entry("find", Set.of(
                    "filter", "sort", "projection", "skip", "limit", "batchSize", "singleBatch", "allowDiskUse",
                    "allowPartialResults")),
            entry("getMore", Set.of("collection", "batchSize")),
            entry("killCursors", Set.of("cursors")),
            entry("count", Set.of("query", "limit", "skip")),
            entry("distinct", Set.of("key", "query")),
            entry("aggregate", Set.of("pipeline", "cursor", "allowDiskUse", "bypassDocumentValidation")),
            entry("insert", Set.of("documents", "ordered", "bypassDocumentValidation")),
            entry("update", Set.of("updates", "ordered", "bypassDocumentValidation")),
            entry("delete", Set.of("deletes", "ordered")),
            entry("findAndModify", findAndModify()),
            entry("findandmodify", findAndModify()),
            entry("create", ONLY_ITS_NAME),
            entry("createIndexes", Set.of("indexes")),
            entry("drop", ONLY_ITS_NAME),
            entry("dropIndexes", Set.of("index")),
            entry("dropDatabase", ONLY_ITS_NAME),
            entry("listCollections", Set.of("filter", "nameOnly", "authorizedCollections", "cursor")),
            entry("listDatabases", Set.of("filter", "nameOnly", "authorizedDatabases")),
            entry("listIndexes", Set.of("cursor")),
            entry("validate", Set.of("full")),
            entry("dbStats", ONLY_ITS_NAME),
            entry("dbstats", ONLY_ITS_NAME),
            entry("collStats", ONLY_ITS_NAME),
            entry("collstats", ONLY_ITS_NAME),
            entry("explain", Set.of("verbosity")),
            entry("hello", ANY),
            entry("isMaster", ANY),
            entry("ismaster", ANY),
            entry("ping", ANY),
            entry("buildInfo", ANY),
            entry("buildinfo", ANY),
            entry("serverStatus", ANY),
            entry("listCommands", ANY),
            entry("saslStart", ANY),
            entry("saslContinue", ANY),
            entry("logout", ANY),
            entry("endSessions", ANY),
            entry("connectionStatus", ANY),
            entry("whatsmyuri", ANY),
            entry("hostInfo", ANY),
            entry("getLog", ANY),
            entry("getCmdLineOpts", ANY),
            entry("replSetGetStatus", ANY));

    /** Fields of MongoDB's commands that are refused because they would otherwise be ignored. */
    private static final Set<String> NOT_SERVED = Set.of(
            "hint", "collation", "let", "c", "min", "max", "returnKey", "showRecordId", "noCursorTimeout",
            "oplogReplay", "sort", "fields", "explain", "isMapReduceCommand", "commitQuorum", "scale", "freeStorage",
            "repair",
            "metadata", "background", "checkBSONConformance", "term", "readOnce", "encryptionInformation",
            "fixHashedIds",
            "sampleRate", "sampleId", "upsertSupplied", "stmtId", "stmtIds");

    private static final Set<String> COLLECTION_OPTIONS = Set.of(
            "capped", "size", "max", "autoIndexId", "timeseries", "expireAfterSeconds", "clusteredIndex", "validator",
            "validationLevel", "validationAction", "changeStreamPreAndPostImages", "indexOptionDefaults", "viewOn",
            "pipeline", "collation", "storageEngine", "encryptedFields", "recordPreImages", "temp", "flags");

    private static final Set<String> CAPPED_ONLY = Set.of("tailable", "awaitData");
    private static final Set<String> STATEMENT_OF_UPDATE = Set.of("q", "u", "multi", "upsert", "arrayFilters");
    private static final Set<String> STATEMENT_OF_DELETE = Set.of("q", "limit");

    private CommandFields() {}

    private static Set<String> findAndModify() {
        return Set.of("query", "sort", "remove", "update", "new", "fields", "upsert", "arrayFilters",
                "bypassDocumentValidation");
    }

    /** Returns the names of all commands. */
    static Set<String> commands() {
        return SERVED.keySet();
    }

    static void check(String command, Document query) {
        Set<String> served = SERVED.get(command);
        if (served == null) {
            throw ServerError.COMMAND_NOT_FOUND.because("no such command: '" + command + "'");
        }
        if (served == ANY) {
            return;
        }
        query.forEach((field, value) -> {
            if (!field.equals(command) && !EVERYWHERE.contains(field) && !served.contains(field)) {
                refuse(command, field, value);
            }
        });
    }

    static void checkUpdateStatement(Document statement) {
        checkStatement("update.updates", statement, STATEMENT_OF_UPDATE);
    }

    static void checkDeleteStatement(Document statement) {
        checkStatement("delete.deletes", statement, STATEMENT_OF_DELETE);
    }

    private static void checkStatement(String path, Document statement, Set<String> served) {
        statement.forEach((field, value) -> {
            if (!served.contains(field)) {
                refuse(path, field, value);
            }
        });
    }

    private static void refuse(String path, String field, @Nullable Object value) {
        boolean ofCollection = path.equals("create") && COLLECTION_OPTIONS.contains(field);
        boolean capped = CAPPED_ONLY.contains(field);
        if (!ofCollection && !capped && !NOT_SERVED.contains(field)) {
            throw ServerError.UNKNOWN_FIELD.because("BSON field '" + path + "." + field + "' is an unknown field.");
        }
        if (asksForNothing(field, value)) {
            return;
        }
        if (ofCollection) {
            throw ServerError.INVALID_OPTIONS.because("The embedded store has no collections with " + field);
        }
        if (capped) {
            throw ServerError.BAD_VALUE.because(
                    "error processing query: tailable cursor requested on non capped collection");
        }
        throw ServerError.NOT_IMPLEMENTED.because("The embedded store does not serve " + path + "." + field);
    }

    static boolean asksForNothing(String field, @Nullable Object value) {
        return value == null
                || value.equals(false)
                || value instanceof Document document && document.isEmpty()
                || field.equals("collation") && value instanceof Document collation
                        && "simple".equals(collation.get("locale"));
    }
}
