package io.damso.store.storage;

import io.damso.store.refusal.ServerError;
import java.util.SortedMap;
import org.h2.mvstore.MVMap;

/** A state of the file: that of a snapshot, or the newest with the changes of the running write command. */
public interface View {

    /** Returns the collections by namespace: name of the database, a dot, name of the collection. */
    SortedMap<String, StoredCollection> collections();

    /** Returns a map in this state. */
    MVMap<byte[], byte[]> of(MVMap<byte[], byte[]> map);

    /**
     * Returns a collection.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError with code 26 if it does not exist
     */
    default StoredCollection existing(String namespace) {
        StoredCollection collection = collections().get(namespace);
        if (collection == null) {
            throw ServerError.NAMESPACE_NOT_FOUND.because("ns does not exist: " + namespace);
        }
        return collection;
    }

    /** Returns the collections of one database. */
    default SortedMap<String, StoredCollection> collectionsOf(String database) {
        return collections().subMap(database + ".", database + "/");
    }
}
