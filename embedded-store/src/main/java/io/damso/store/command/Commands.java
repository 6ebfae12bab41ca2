package io.damso.store.command;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.damso.store.refusal.ServerError;
import io.damso.store.storage.Cursors;
import io.damso.store.storage.StoreFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Runs the commands on data. Write commands run one at a time. Each is applied completely or not at all, and its reply
 * is returned when its changes are durable. Reads run concurrently on snapshots.
 *
 * <p>If a write command rejects single documents, such as a duplicate in an unordered insert, the reply contains write
 * errors. This is not a failure of the command: as in MongoDB, the other documents are stored.
 */
public final class Commands {

    private static final Pattern COLLECTION = Pattern.compile("[^$.\\x00][^$\\x00]{0,199}");

    private final StoreFile file;
    private final Cursors cursors;

    public Commands(StoreFile file, Cursors cursors) {
        this.file = file;
        this.cursors = cursors;
    }

    /**
     * Runs a command whose fields were checked.
     *
     * @throws MongoServerError if it is refused; it has no effect then
     */
    public Document run(String database, String command, Document query) {
        Arguments arguments = new Arguments(query);
        return switch (command) {
            case "ping" -> file.read(snapshot -> new Document("ok", 1.0));
            case "getMore" ->
                cursors.next(arguments.required(command, Number.class).longValue(), arguments.number("batchSize"));
            case "killCursors" -> killCursors(arguments);
            case "listDatabases" -> file.read(snapshot -> Schema.databases(snapshot, arguments));
            case "listCollections" -> file.read(snapshot -> Schema.collections(snapshot, database, arguments));
            case "dropDatabase" -> file.write(catalog -> Schema.dropDatabase(catalog, database));
            default -> runOnCollection(namespace(database, command, arguments), command, arguments);
        };
    }

    private static String namespace(String database, String command, Arguments arguments) {
        Object name = arguments.fields().get(command);
        if (!(name instanceof String collection)
                || !COLLECTION.matcher(collection).matches()
                || collection.startsWith("system.")) {
            throw ServerError.INVALID_NAMESPACE.because("Invalid name of a collection: '" + name + "'");
        }
        return database + "." + collection;
    }

    private Document runOnCollection(String namespace, String command, Arguments arguments) {
        return switch (command) {
            case "find" -> file.read(snapshot -> new Reads(snapshot, namespace).find(arguments, cursors));
            case "count" -> file.read(snapshot -> new Reads(snapshot, namespace).count(arguments));
            case "aggregate" -> file.read(snapshot -> new Reads(snapshot, namespace).aggregate(arguments));
            case "listIndexes" -> file.read(snapshot -> Schema.indexes(snapshot, namespace));
            case "insert" -> file.write(catalog -> new Writes(catalog, namespace, arguments).insert());
            case "update" -> file.write(catalog -> new Writes(catalog, namespace, arguments).update());
            case "delete" -> file.write(catalog -> new Writes(catalog, namespace, arguments).delete());
            case "drop" -> file.write(catalog -> Schema.drop(catalog, namespace));
            case "createIndexes" -> file.write(catalog -> Schema.createIndexes(catalog, namespace, arguments));
            default -> file.write(catalog -> Schema.dropIndexes(catalog, namespace, arguments));
        };
    }

    private Document killCursors(Arguments arguments) {
        List<Object> killed = new ArrayList<>();
        List<Object> notFound = new ArrayList<>();
        List<?> ids = arguments.required("cursors", List.class);
        ids.forEach(id -> (id instanceof Long known && cursors.kill(known) ? killed : notFound).add(id));
        return new Document("cursorsKilled", killed)
                .append("cursorsNotFound", notFound)
                .append("ok", 1.0);
    }
}
