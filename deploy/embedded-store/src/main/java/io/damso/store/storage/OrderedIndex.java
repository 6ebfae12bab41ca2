package io.damso.store.storage;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import io.damso.store.query.FieldPath;
import io.damso.store.query.KeyBytes;
import io.damso.store.query.OrderedKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * An index in an ordered map: from the bytes of the fields, followed by the document's key unless the index is unique, to
 * the document's key.
 *
 * <p>A document with an array in an indexed field has an entry for each element, in a part of the map of its own. That
 * part keeps values unique; queries cannot be served as long as there is one.
 */
final class OrderedIndex extends Index<byte[]> {

    private static final byte[] PLAIN = {0};
    private static final byte[] WITH_ARRAY = {1};

    private final StoreFile file;
    private final MVMap<byte[], byte[]> entries;
    private final boolean unique;
    private final List<FieldPath> paths;

    /** Spares unique indexes a look-up; stays set when the last array goes. */
    private boolean mayHoldArrays;

    OrderedIndex(StoreFile file, String mapName, String name, List<IndexKey> keys, boolean unique, boolean sparse) {
        super(name, keys, sparse);
        this.file = file;
        this.entries = file.index(mapName);
        this.unique = unique;
        this.paths = keys.stream().map(key -> new FieldPath(key.getKey())).toList();
        this.mayHoldArrays = holdsArrays(entries);
    }

    private static boolean holdsArrays(MVMap<byte[], byte[]> map) {
        byte[] last = map.lastKey();
        return last != null && last[0] == WITH_ARRAY[0];
    }

    /** Returns the index as the current command may use it; nothing if it cannot find every document. */
    Stream<OrderedKeys> keysFor(View view) {
        MVMap<byte[], byte[]> seen = view.of(entries);
        if (seen == null || holdsArrays(seen)) {
            return Stream.empty();
        }
        List<OrderedKeys.Field> fields =
                getKeys().stream().map(key -> new OrderedKeys.Field(key.getKey(), key.isAscending())).toList();
        return Stream.of(new OrderedKeys(getName(), fields, PLAIN, isSparse(), false, seen));
    }

    /** Adds a document; false, and nothing added, if the index is unique and another document has the values. */
    boolean insert(Document document, byte[] position) {
        List<byte[]> keys = keys(document, position);
        if (keys.stream().anyMatch(key -> isTaken(key, position))) {
            return false;
        }
        keys.forEach(key -> put(key, position));
        return true;
    }

    private void put(byte[] key, byte[] position) {
        mayHoldArrays |= key[0] == WITH_ARRAY[0];
        entries.put(key, position);
    }

    private boolean isTaken(byte[] key, byte[] position) {
        if (!unique) {
            return false;
        }
        if (isOther(entries.get(key), position)) {
            return true;
        }
        byte[] inOtherPart = key.clone();
        inOtherPart[0] ^= WITH_ARRAY[0];
        return mayHoldArrays && isOther(entries.get(inOtherPart), position);
    }

    private static boolean isOther(byte @Nullable [] found, byte[] position) {
        return found != null && !Arrays.equals(found, position);
    }

    void delete(Document document, byte[] position) {
        keys(document, position).forEach(entries::remove);
    }

    private List<byte[]> keys(Document document, byte[] position) {
        List<@Nullable Object> values = new ArrayList<>(paths.size());
        paths.forEach(path -> values.add(path.get(document)));
        if (isSparse() && values.stream().allMatch(Missing.class::isInstance)) {
            return List.of();
        }
        List<FieldPath> arrays = paths.stream().filter(path -> path.get(document) instanceof Collection).toList();
        if (arrays.isEmpty()) {
            return List.of(key(PLAIN, values, position));
        }
        if (arrays.size() > 1) {
            throw new CannotIndexParallelArraysError(arrays.stream().map(FieldPath::name).toList());
        }
        int field = paths.indexOf(arrays.getFirst());
        TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        for (Object element : arrays.getFirst().getAll(document)) {
            values.set(field, element);
            keys.add(key(WITH_ARRAY, values, position));
        }
        return List.copyOf(keys);
    }

    private byte[] key(byte[] part, List<@Nullable Object> values, byte[] position) {
        KeyBytes key = new KeyBytes().append(part);
        for (int i = 0; i < values.size(); i++) {
            key.append(values.get(i), getKeys().get(i).isAscending());
        }
        return unique ? key.toBytes() : key.append(position).toBytes();
    }

    DuplicateKeyError duplicate(Document document, MongoCollection<byte[]> collection) {
        List<@Nullable Object> values = new ArrayList<>();
        paths.forEach(path -> values.add(path.get(document) instanceof Missing ? null : path.get(document)));
        return new DuplicateKeyError(this, collection, getKeys(), new KeyValue(values));
    }

    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<byte[]> collection) {
        byte[] position = StoredCollection.position(oldDocument);
        if (keys(newDocument, position).stream().anyMatch(key -> isTaken(key, position))) {
            throw duplicate(newDocument, collection);
        }
    }

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, byte[] position, MongoCollection<byte[]> collection) {
        List<byte[]> oldKeys = keys(oldDocument, position);
        List<byte[]> newKeys = keys(newDocument, position);
        if (!Arrays.deepEquals(oldKeys.toArray(), newKeys.toArray())) {
            oldKeys.forEach(entries::remove);
            newKeys.forEach(key -> put(key, position));
        }
    }

    @Override
    public long getCount() {
        MVMap<byte[], byte[]> seen = file.view().of(entries);
        return seen == null ? 0 : seen.sizeAsLong();
    }

    @Override
    public boolean isUnique() {
        return unique;
    }

    /** Keeps the base class from filling the index: that is done before it is added. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {
        // the database removes the map
    }

    // The rest is how the base classes would use an index; the collection does it itself.

    @Override
    public byte @Nullable [] getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<byte[]> collection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void add(Document document, byte[] position, MongoCollection<byte[]> collection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] remove(Document document) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<byte[]> getPositions(Document query) {
        throw new UnsupportedOperationException();
    }
}
