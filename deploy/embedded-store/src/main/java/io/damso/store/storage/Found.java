package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;

/** A document and its position. */
record Found(byte[] position, Document document) {

    static Found of(byte[] position, byte[] bson) {
        return new Found(position, Bson.decode(bson));
    }
}
