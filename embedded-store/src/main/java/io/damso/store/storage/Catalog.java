package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.query.KeyBytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.h2.mvstore.MVMap;

/**
 * The collections of a file and their indexes, including those of the running write command. Each collection and each
 * index is a map. Two more maps for each database have their names and descriptions. Only for the thread that writes.
 */
public final class Catalog implements View {

    private static final String COLLECTIONS = "databases.";
    private static final String INDEXES = "indexes.";

    /** Separates collection and index in the name of a map. Names of collections do not contain it. */
    private static final String INDEX_SEPARATOR = "$";

    private static final String NAMES = ".system.namespaces";
    private static final String DESCRIPTIONS = ".system.indexes";
    private static final Pattern SYSTEM = Pattern.compile("[^.]*\\.system\\.");

    private final StoreFile file;
    private final SortedMap<String, StoredCollection> collections = new TreeMap<>();

    Catalog(StoreFile file) {
        this.file = file;
    }

    /** Opens all collections, and removes the remains of index builds that failed or were killed. */
    void load() {
        collections.clear();
        Set<String> listed = new HashSet<>();
        file.mapNames(COLLECTIONS).stream()
                .map(Catalog::databaseOf)
                .distinct()
                .flatMap(database -> documents(names(database)).stream())
                .map(description -> (String) Objects.requireNonNull(description.get("name")))
                .filter(namespace -> !SYSTEM.matcher(namespace).lookingAt())
                .forEach(namespace -> collections.put(namespace, open(namespace, listed)));
        file.mapNames(INDEXES).stream().filter(name -> !listed.contains(name)).forEach(file::removeMap);
    }

    private StoredCollection open(String namespace, Set<String> openedMaps) {
        List<StoredIndex> indexes = documents(descriptions(namespace)).stream()
                .filter(description -> namespace.equals(description.get("ns")))
                .filter(description -> !StoredCollection.ID_INDEX.equals(description.get("name")))
                .map(description -> open(namespace, IndexDescription.of(description)))
                .toList();
        indexes.forEach(index -> openedMaps.add(indexMap(namespace, index.name())));
        return new StoredCollection(namespace, file.documents(COLLECTIONS + namespace), indexes);
    }

    private StoredIndex open(String namespace, IndexDescription description) {
        return new StoredIndex(description, file.index(indexMap(namespace, description.name())));
    }

    private static String indexMap(String namespace, String index) {
        return INDEXES + namespace + INDEX_SEPARATOR + index;
    }

    /** Returns the name of the database in the name of a map. */
    private static String databaseOf(String map) {
        return map.split("\\.", 3)[1];
    }

    private MVMap<byte[], byte[]> names(String database) {
        return file.documents(COLLECTIONS + database + NAMES);
    }

    private MVMap<byte[], byte[]> descriptions(String namespace) {
        return file.documents(COLLECTIONS + databaseOf("." + namespace) + DESCRIPTIONS);
    }

    private static List<Document> documents(MVMap<byte[], byte[]> map) {
        return map.values().stream().map(Bson::decode).toList();
    }

    @Override
    public SortedMap<String, StoredCollection> collections() {
        return collections;
    }

    @Override
    public MVMap<byte[], byte[]> of(MVMap<byte[], byte[]> map) {
        return map;
    }

    /** Returns a collection; creates it if it does not exist. */
    public StoredCollection getOrCreate(String namespace) {
        StoredCollection existing = collections.get(namespace);
        if (existing != null) {
            return existing;
        }
        names(databaseOf("." + namespace)).put(KeyBytes.of(namespace), Bson.encode(new Document("name", namespace)));
        describe(namespace, StoredCollection.ID_DESCRIPTION);
        StoredCollection created = new StoredCollection(namespace, file.documents(COLLECTIONS + namespace), List.of());
        collections.put(namespace, created);
        return created;
    }

    private void describe(String namespace, IndexDescription description) {
        byte[] key = KeyBytes.of(indexMap(namespace, description.name()));
        descriptions(namespace).put(key, Bson.encode(description.toDocument().append("ns", namespace)));
    }

    /** Drops a collection and its indexes. */
    public void drop(StoredCollection collection) {
        collection.indexes().forEach(index -> dropIndex(collection.namespace(), index.name()));
        undescribe(collection.namespace(), StoredCollection.ID_INDEX);
        names(databaseOf("." + collection.namespace())).remove(KeyBytes.of(collection.namespace()));
        file.removeMap(COLLECTIONS + collection.namespace());
        collections.remove(collection.namespace());
    }

    /**
     * Creates indexes. All are filled before the first is listed, so a failed build lists none.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with code 11000 if the values of a unique index are not
     */
    public void addIndexes(StoredCollection collection, List<IndexDescription> descriptions) {
        String namespace = collection.namespace();
        List<StoredIndex> indexes = new ArrayList<>(collection.indexes());
        for (IndexDescription description : descriptions) {
            StoredIndex index = open(namespace, description);
            collection.fill(index, file::commit);
            indexes.add(index);
        }
        descriptions.forEach(description -> describe(namespace, description));
        collections.put(namespace, collection.with(indexes));
    }

    /** Drops an index. */
    public void dropIndex(String namespace, String index) {
        undescribe(namespace, index);
        file.removeMap(indexMap(namespace, index));
        StoredCollection collection = Objects.requireNonNull(collections.get(namespace));
        collections.put(
                namespace,
                collection.with(collection.indexes().stream()
                        .filter(other -> !other.name().equals(index))
                        .toList()));
    }

    private void undescribe(String namespace, String index) {
        MVMap<byte[], byte[]> descriptions = descriptions(namespace);
        List<byte[]> found = descriptions.entrySet().stream()
                .filter(entry -> isOf(Bson.decode(entry.getValue()), namespace, index))
                .map(Map.Entry::getKey)
                .toList();
        found.forEach(descriptions::remove);
    }

    private static boolean isOf(Document description, String namespace, String index) {
        return namespace.equals(description.get("ns")) && index.equals(description.get("name"));
    }
}
