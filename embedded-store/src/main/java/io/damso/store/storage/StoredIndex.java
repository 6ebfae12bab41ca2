package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;
import io.damso.store.query.AccessPath;
import io.damso.store.query.KeyBytes;
import org.h2.mvstore.MVMap;

/**
 * An index in an ordered map. The keys are the bytes of the fields, followed by the document's position unless the
 * index is unique. The values are the positions. A document with an array in an indexed field is rejected.
 */
record StoredIndex(IndexDescription description, MVMap<byte[], byte[]> entries) {

    /** First byte of every key, defined by the file format. */
    private static final byte[] PREFIX = {0};

    String name() {
        return description.name();
    }

    AccessPath in(View view) {
        return new AccessPath(name(), description.pattern(), PREFIX, false, view.of(entries));
    }

    byte[] key(Document document, byte[] position) {
        KeyBytes key = description.pattern().append(new KeyBytes().append(PREFIX), document);
        return description.unique() ? key.toBytes() : key.append(position).toBytes();
    }
}
