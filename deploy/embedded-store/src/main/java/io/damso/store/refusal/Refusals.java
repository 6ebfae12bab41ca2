package io.damso.store.refusal;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds in a command what this store would ignore or do by halves, before anything of it is done.
 *
 * <p>What a MongoDB that runs alone refuses is refused with the same code (transactions 20, change streams 40573,
 * {@code w} above 1). What it would do and this store cannot is NotImplemented (238), for indexes CannotCreateIndex
 * (67), for collections InvalidOptions (72), for commands CommandNotFound (59). What MongoDB does not know either is
 * refused as there.
 */
public final class Refusals {

    private static final int MAX_DATABASE_NAME = 63;
    private static final Pattern DATABASE = Pattern.compile("[^/\\\\. \"$*<>:|?\\x00]{1," + MAX_DATABASE_NAME + "}");

    private Refusals() {}

    /** Returns the names of the commands that are not refused as such. */
    public static Set<String> commands() {
        return CommandFields.commands();
    }

    /**
     * Returns if the command can be served as it is meant.
     *
     * @throws MongoServerError with MongoDB's code if it cannot
     */
    public static void check(String database, String command, Document query) {
        if (!DATABASE.matcher(database).matches()) {
            throw ServerError.INVALID_NAMESPACE.because("Invalid database name: '" + database + "'");
        }
        ConcernRules.check(query);
        checkCommand(command, query);
    }

    private static void checkCommand(String command, Document query) {
        CommandFields.check(command, query);
        if (query.get(command) instanceof String collection && collection.startsWith("system.")) {
            throw ServerError.INVALID_NAMESPACE.because("Invalid system namespace: " + collection);
        }
        switch (command) {
            case "find" -> {
                FilterRules.check(query.get("filter"));
                ReadRules.checkSort(query.get("sort"));
                ReadRules.checkProjection(query.get("projection"));
            }
            case "count", "distinct" -> FilterRules.check(query.get("query"));
            case "aggregate" -> checkAggregate(query);
            case "update" -> UpdateRules.checkUpdates(query.get("updates"));
            case "delete" -> UpdateRules.checkDeletes(query.get("deletes"));
            case "findAndModify", "findandmodify" -> checkFindAndModify(query);
            case "createIndexes" -> IndexRules.check(query.get("indexes"));
            case "listCollections", "listDatabases" -> FilterRules.check(query.get("filter"));
            case "explain" -> checkExplained(query);
            default -> {}
        }
    }

    private static void checkAggregate(Document query) {
        PipelineRules.check(query.get("pipeline"));
        if (!(query.get("aggregate") instanceof String)) {
            throw ServerError.INVALID_NAMESPACE.because(
                    "The embedded store aggregates collections only, not databases");
        }
    }

    private static void checkFindAndModify(Document query) {
        FilterRules.check(query.get("query"));
        ReadRules.checkSort(query.get("sort"));
        ReadRules.checkProjection(query.get("fields"));
        FilterRules.checkAll(query.get("arrayFilters"));
        UpdateRules.checkUpdate(query.get("update"));
    }

    private static void checkExplained(Document query) {
        if (query.get("explain") instanceof Document explained && !explained.isEmpty()) {
            checkCommand(explained.keySet().iterator().next(), explained);
        }
    }
}
