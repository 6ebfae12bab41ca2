package io.damso.store.storage;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IllegalOperationException;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The collections of one database, each in a map of the file, and their indexes, each in a map of its own. */
public final class StoredDatabase extends AbstractMongoDatabase<byte[]> {

    private static final String COLLECTIONS = "databases.";
    private static final String INDEXES = "indexes.";

    /** Between a collection and its index in the name of a map; no collection has it in its name. */
    private static final String INDEX_SEPARATOR = "$";

    private final StoreFile file;
    private final Cursors cursors;

    public StoredDatabase(String name, StoreFile file, Cursors cursors, CursorRegistry registry) {
        super(name, registry);
        this.file = file;
        this.cursors = cursors;
        initializeNamespacesAndIndexes();
    }

    /** Removes what killed or failed index builds left behind. */
    public void removeUnlistedIndexes() {
        List<String> listed = describedIndexes(new Document()).stream()
                .map(description -> indexMap(collectionOf(description), nameOf(description))).toList();
        file.mapNames(INDEXES + databaseName + ".").stream().filter(map -> !listed.contains(map)).forEach(file::removeMap);
    }

    /** Returns the names of the databases in a file. */
    public static List<String> names(StoreFile file) {
        return file.mapNames(COLLECTIONS).stream().map(map -> map.split("\\.")[1]).distinct().toList();
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "insert" -> {
                query.putIfAbsent("ordered", true);
                yield super.handleCommand(channel, command, query, databases, oplog);
            }
            case "update" -> new Statements(query, "updates")
                    .run(statement -> super.handleCommand(channel, command, statement, databases, oplog));
            case "delete" -> new Statements(query, "deletes")
                    .run(statement -> super.handleCommand(channel, command, statement, databases, oplog));
            case "createindexes" -> new IndexCatalog(this).create(query);
            case "dropindexes" -> new IndexCatalog(this).drop(query);
            case "explain" -> new Explanation(this).explain((Document) query.get(command));
            case "aggregate" -> aggregate(channel, command, query, databases, oplog);
            default -> super.handleCommand(channel, command, query, databases, oplog);
        };
    }

    private Document aggregate(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        StoredCollection collection = query.get(command) instanceof String name ? collection(name) : null;
        if (Boolean.TRUE.equals(query.get("explain"))) {
            return new Explanation(this).explain(query);
        }
        return collection == null
                ? super.handleCommand(channel, command, query, databases, oplog)
                : new Pipeline(query).run(this, collection, cursors, databases, oplog);
    }

    /** Deletes documents whose date in an expiring index's field is before a time, up to a limit; returns how many. */
    public int deleteOlder(Document index, Instant time, int limit) {
        String field = ((Document) index.get("key")).keySet().iterator().next();
        StoredCollection collection = collection(collectionOf(index));
        return collection == null ? 0 : collection.deleteDocuments(new Document(field, new Document("$lt", time)), limit);
    }

    /** Returns the descriptions of all indexes that delete outdated documents. */
    public List<Document> expiringIndexes() {
        return describedIndexes(new Document(IndexCatalog.EXPIRE_AFTER, new Document("$exists", true)));
    }

    static String nameOf(Document indexDescription) {
        return (String) indexDescription.get("name");
    }

    private String collectionOf(Document indexDescription) {
        return ((String) indexDescription.get("ns")).substring(databaseName.length() + 1);
    }

    List<Document> describedIndexes(Document filter) {
        MongoCollection<byte[]> descriptions = indexes.get();
        return descriptions == null
                ? List.of()
                : StreamSupport.stream(descriptions.handleQuery(filter).spliterator(), false).toList();
    }

    @Nullable StoredCollection collection(String name) {
        return (StoredCollection) resolveCollection(name, false);
    }

    StoredCollection collectionOrNew(String name) {
        return (StoredCollection) resolveOrCreateCollection(name);
    }

    StoreFile file() {
        return file;
    }

    /** Lists an index that is already filled. */
    @Override
    protected void addIndex(Document indexDescription) {
        super.addIndex(indexDescription);
    }

    @Override
    protected MongoCollection<byte[]> openOrCreateCollection(String name, CollectionOptions options) {
        return new StoredCollection(this, name, options, cursorRegistry, file, cursors, collectionMap(name));
    }

    @Override
    protected Index<byte[]> openOrCreateUniqueIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return keys.size() == 1 && keys.getFirst().getKey().equals("_id")
                ? new IdIndex(name, keys, () -> Objects.requireNonNull(collection(collection)).count())
                : openIndex(collection, name, keys, true, sparse);
    }

    @Override
    protected Index<byte[]> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return openIndex(collection, name, keys, false, sparse);
    }

    OrderedIndex openIndex(String collection, String name, List<IndexKey> keys, boolean unique, boolean sparse) {
        return new OrderedIndex(file, indexMap(collection, name), name, keys, unique, sparse);
    }

    private String collectionMap(String collection) {
        return COLLECTIONS + getFullCollectionNamespace(collection);
    }

    private String indexMap(String collection, String index) {
        return INDEXES + getFullCollectionNamespace(collection) + INDEX_SEPARATOR + index;
    }

    @Override
    protected void dropIndex(MongoCollection<byte[]> collection, String indexName) {
        super.dropIndex(collection, indexName);
        file.removeMap(indexMap(collection.getCollectionName(), indexName));
    }

    /** Drops an index and its description. */
    void dropIndex(StoredCollection collection, Document description) {
        dropIndex(collection, nameOf(description));
        Objects.requireNonNull(indexes.get()).deleteDocuments(description, 1);
    }

    @Override
    public void dropCollection(String collectionName, Oplog oplog) {
        super.dropCollection(collectionName, oplog);
        file.removeMap(collectionMap(collectionName));
    }

    @Override
    public void drop(Oplog oplog) {
        String prefix = collectionMap("");
        List<String> names = file.mapNames(prefix).stream().map(map -> map.substring(prefix.length())).toList();
        names.stream().filter(name -> !name.startsWith("system.")).forEach(name -> dropCollection(name, oplog));
        names.stream().filter(name -> name.startsWith("system.")).forEach(name -> file.removeMap(collectionMap(name)));
    }

    @Override
    public void moveCollection(MongoDatabase oldDatabase, MongoCollection<?> collection, String newName) {
        if (oldDatabase != this) {
            throw new IllegalOperationException("The embedded store renames collections only within their database");
        }
        String oldName = collection.getCollectionName();
        super.moveCollection(oldDatabase, collection, newName);
        file.renameMap(file.documents(collectionMap(oldName)), collectionMap(newName));
        String oldIndexes = indexMap(oldName, "");
        file.mapNames(oldIndexes).forEach(
                map -> file.renameMap(file.index(map), indexMap(newName, map.substring(oldIndexes.length()))));
    }

    @Override
    protected long getFileSize() {
        return file.size();
    }

    @Override
    protected long getStorageSize() {
        return file.size();
    }

}
