package io.damso.store.storage;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.function.LongSupplier;

/** The index on {@code _id}, which is the collection's map itself. */
final class IdIndex extends EmptyIndex<byte[]> {

    private final LongSupplier count;

    IdIndex(String name, List<IndexKey> keys, LongSupplier count) {
        super(name, keys);
        this.count = count;
    }

    @Override
    public byte[] getPosition(Document document) {
        return StoredCollection.position(document);
    }

    /** Refuses what grew too large before any other index is changed. */
    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<byte[]> collection) {
        StoredCollection.encode(newDocument);
    }

    @Override
    public boolean isUnique() {
        return true;
    }

    @Override
    protected boolean isSparse() {
        return false;
    }

    @Override
    public boolean isEmpty() {
        // nothing to fill
        return false;
    }

    @Override
    public long getCount() {
        return count.getAsLong();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }
}
