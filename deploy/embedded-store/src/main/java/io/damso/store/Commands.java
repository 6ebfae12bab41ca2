package io.damso.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the store knows of single commands: which write, and where mongo-java-server strays from MongoDB's results. */
final class Commands {

    /** Documents of a reply whose client did not say how many it wants; without a bound a long result fails whole. */
    static final int DEFAULT_BATCH_SIZE = 1000;

    private static final int CANNOT_CREATE_INDEX = 67;
    private static final Set<String> WRITES = Set.of(
            "insert", "update", "delete", "findandmodify", "create", "createindexes", "drop", "dropindexes",
            "dropdatabase", "renamecollection");
    private static final Set<String> WRITING_STAGES = Set.of("$out", "$merge");
    private static final Set<String> IGNORED_INDEX_OPTIONS = Set.of("partialFilterExpression", "collation");

    private Commands() {}

    static boolean isWrite(String command, Document query) {
        String name = command.toLowerCase(Locale.ROOT);
        return WRITES.contains(name) || name.equals("aggregate") && hasWritingStage(query);
    }

    private static boolean hasWritingStage(Document query) {
        return query.get("pipeline") instanceof List<?> stages
                && stages.stream().anyMatch(stage -> stage instanceof Map<?, ?> map
                        && map.keySet().stream().anyMatch(WRITING_STAGES::contains));
    }

    /**
     * Makes implicit batch sizes explicit.
     *
     * @throws MongoServerError if the command asks for an index whose meaning would silently be lost
     */
    static void prepare(String command, Document query) {
        switch (command) {
            case "find", "getMore" -> {
                if (!(query.get("batchSize") instanceof Number size) || size.intValue() <= 0) {
                    query.put("batchSize", DEFAULT_BATCH_SIZE);
                }
            }
            case "createIndexes" -> refuseIgnoredOptions(query);
            default -> {}
        }
    }

    private static void refuseIgnoredOptions(Document query) {
        if (!(query.get("indexes") instanceof List<?> indexes)) {
            return;
        }
        for (Object index : indexes) {
            for (String option : IGNORED_INDEX_OPTIONS) {
                if (index instanceof Map<?, ?> map && map.containsKey(option)) {
                    throw new MongoServerError(
                            CANNOT_CREATE_INDEX, "CannotCreateIndex", "The embedded store has no indexes with " + option);
                }
            }
        }
    }

    /** Counts what an insert stored; the base class counts refused documents, too. */
    static void correct(String command, Document query, Document reply) {
        if (!command.equals("insert")
                || !(query.get("documents") instanceof List<?> documents)
                || !(reply.get("writeErrors") instanceof List<?> errors)) {
            return;
        }
        boolean ordered = !Boolean.FALSE.equals(query.get("ordered"));
        Object firstError = ((Document) errors.getFirst()).get("index");
        reply.put("n", ordered ? firstError : (Object) (documents.size() - errors.size()));
    }
}
