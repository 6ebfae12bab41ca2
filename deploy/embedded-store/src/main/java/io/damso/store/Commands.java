package io.damso.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the store knows of single commands: which write, and where mongo-java-server strays from MongoDB's results. */
final class Commands {

    /** Documents of a reply whose client did not say how many it wants; without a bound a long result fails whole. */
    static final int DEFAULT_BATCH_SIZE = 1000;

    private static final Set<String> WRITES = Set.of(
            "insert", "update", "delete", "findandmodify", "create", "createindexes", "drop", "dropindexes",
            "dropdatabase", "renamecollection");
    private static final Set<String> WRITING_STAGES = Set.of("$out", "$merge");

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

    /** Makes explicit what MongoDB takes for granted and mongo-java-server does not. */
    static void prepare(String command, Document query) {
        switch (command) {
            case "find" -> {
                limitToOneBatch(query);
                limitBatch(query);
            }
            case "getMore" -> limitBatch(query);
            case "insert", "update", "delete" -> query.putIfAbsent("ordered", true);
            default -> {}
        }
    }

    private static void limitBatch(Document query) {
        if (!(query.get("batchSize") instanceof Number size) || size.intValue() <= 0) {
            query.put("batchSize", DEFAULT_BATCH_SIZE);
        }
    }

    /** A single batch ends the cursor; to stop there, no more may be found. */
    private static void limitToOneBatch(Document query) {
        if (Boolean.TRUE.equals(query.get("singleBatch")) && positive(query.get("batchSize")) instanceof Integer size) {
            Integer limit = positive(query.get("limit"));
            query.put("limit", limit == null ? size : Math.min(limit, size));
        }
    }

    private static @Nullable Integer positive(@Nullable Object value) {
        return value instanceof Number number && number.intValue() > 0 ? number.intValue() : null;
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
