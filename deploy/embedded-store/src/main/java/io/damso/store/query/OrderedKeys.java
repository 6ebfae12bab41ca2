package io.damso.store.query;

import java.util.List;
import org.h2.mvstore.MVMap;

/**
 * An index as a plan sees it: a map whose keys are a prefix and the bytes of the fields, in order.
 *
 * @param name the index's name
 * @param fields indexed fields, the first sorts first
 * @param prefix what all keys begin with
 * @param sparse whether documents without any of the fields are left out
 * @param holdsDocuments whether the values are documents; otherwise they are the keys of documents
 * @param entries the map
 */
public record OrderedKeys(
        String name, List<Field> fields, byte[] prefix, boolean sparse, boolean holdsDocuments, MVMap<byte[], byte[]> entries) {

    /** One field and the direction it is indexed in. */
    public record Field(String name, boolean ascending) {}
}
