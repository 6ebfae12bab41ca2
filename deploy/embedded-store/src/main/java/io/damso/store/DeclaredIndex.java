package io.damso.store;

import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import java.util.List;

/** A non-unique index that is remembered and listed but holds nothing: queries it would serve read the collection. */
final class DeclaredIndex extends EmptyIndex<Object> {

    DeclaredIndex(String name, List<IndexKey> keys) {
        super(name, keys);
    }

    @Override
    public boolean isEmpty() {
        // "empty" makes the collection read all its documents to fill the index, at every start
        return false;
    }
}
