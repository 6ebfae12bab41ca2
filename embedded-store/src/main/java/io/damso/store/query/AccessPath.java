package io.damso.store.query;

import org.h2.mvstore.MVMap;

/**
 * An index, or the collection itself, as a {@link Plan} uses it.
 *
 * @param name name of the index
 * @param pattern the fields whose bytes are the beginning of the keys
 * @param prefix bytes before the fields in every key
 * @param holdsDocuments whether the values are documents; otherwise they are the keys of documents
 * @param entries the map
 */
public record AccessPath(
        String name, KeyPattern pattern, byte[] prefix, boolean holdsDocuments, MVMap<byte[], byte[]> entries) {}
