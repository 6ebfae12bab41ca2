package io.damso.store.storage;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.damso.store.query.AccessPath;
import io.damso.store.query.KeyBytes;
import io.damso.store.query.KeyPattern;
import io.damso.store.query.Plan;
import io.damso.store.refusal.ServerError;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collection as a map ordered by {@code _id}, and its indexes. The position of a document is its key in the map: the
 * bytes of its {@code _id}. Every returned document is a copy.
 *
 * <p>A change that is rejected changes nothing: it is checked against all indexes first.
 *
 * @param namespace name of the database, a dot, name of the collection
 * @param indexes all indexes except that of {@code _id}, which has no entries
 */
public record StoredCollection(String namespace, MVMap<byte[], byte[]> documents, List<StoredIndex> indexes) {

    static final String ID_INDEX = "_id_";

    private static final Logger log = LoggerFactory.getLogger(StoredCollection.class);
    private static final KeyPattern BY_ID = KeyPattern.of(new Document("_id", 1));
    static final IndexDescription ID_DESCRIPTION = new IndexDescription(ID_INDEX, BY_ID, false, null);
    private static final KeyPattern ANY_ORDER = new KeyPattern(List.of());
    /** A long build of an index is committed after this number of documents, which limits its memory. */
    private static final int BUILD_PART = 20_000;

    private static final int MAX_DOCUMENT_SIZE = 16 << 20;

    StoredCollection with(List<StoredIndex> changed) {
        return new StoredCollection(namespace, documents, List.copyOf(changed));
    }

    // ---- reading

    /**
     * Returns the matching documents in order, read lazily. Documents that must be sorted are read twice.
     *
     * @param limit maximum number; 0 for all
     */
    public Stream<Document> find(View view, Document filter, KeyPattern order, int skip, int limit) {
        MVMap<byte[], byte[]> seen = view.of(documents);
        long wanted = limit > 0 ? (long) skip + limit : Long.MAX_VALUE;
        Plan plan = plan(view, filter, order);
        QueryMatcher matcher = new DefaultQueryMatcher();
        Stream<Document> found = plan.stream()
                .map(entry -> plan.path().holdsDocuments() ? entry.getValue() : bytesAt(seen, entry.getValue()))
                .map(Bson::decode)
                .filter(document -> matcher.matches(document, filter));
        Stream<Document> sorted = plan.sorted()
                ? found
                : Sorting.sort(found, order, wanted).map(position -> Bson.decode(bytesAt(seen, position)));
        return sorted.limit(wanted).skip(skip);
    }

    /**
     * Returns the matching documents in any order, read lazily. Changes after this call do not affect which they are.
     *
     * @param limit maximum number; 0 for all
     */
    public Iterable<Document> find(View view, Document filter, int limit) {
        return find(view, filter, ANY_ORDER, 0, limit)::iterator;
    }

    private static byte[] bytesAt(MVMap<byte[], byte[]> documents, byte[] position) {
        return Objects.requireNonNull(documents.get(position), "No document at a position that is in use");
    }

    private Plan plan(View view, Document filter, KeyPattern order) {
        AccessPath all = new AccessPath(ID_INDEX, BY_ID, new byte[0], true, view.of(documents));
        Plan plan = Plan.choose(
                filter,
                order,
                all,
                indexes.stream().map(index -> index.in(view)).toList());
        log.debug("{}: {}", namespace, plan);
        return plan;
    }

    /**
     * Returns the number of matching documents.
     *
     * @param limit maximum number; 0 for no limit
     */
    public int count(View view, Document filter, int skip, int limit) {
        Plan plan = plan(view, filter, ANY_ORDER);
        if (!plan.exact()) {
            return Math.toIntExact(find(view, filter, ANY_ORDER, skip, limit).count());
        }
        long rest = Math.max(0, plan.count() - skip);
        return Math.toIntExact(limit > 0 ? Math.min(rest, limit) : rest);
    }

    /** Returns the descriptions of all indexes. */
    public List<IndexDescription> descriptions() {
        return Stream.concat(Stream.of(ID_DESCRIPTION), indexes.stream().map(StoredIndex::description))
                .toList();
    }

    // ---- writing, only for the thread that writes

    /**
     * Adds a document.
     *
     * @throws MongoServerError with code 11000 for a duplicate, 10334 if it is larger than 16 MB, or 238 for an array
     *     in an indexed field
     */
    public void insert(Document document) {
        byte[] position = position(document);
        byte[] bson = encode(document);
        if (documents.containsKey(position)) {
            throw duplicate(ID_INDEX);
        }
        List<byte[]> keys = freeKeys(document, position);
        documents.put(position, bson);
        for (int i = 0; i < keys.size(); i++) {
            indexes.get(i).entries().put(keys.get(i), position);
        }
    }

    /**
     * Replaces a document.
     *
     * @return whether it differs from the stored one
     * @throws MongoServerError as {@link #insert}
     */
    public boolean replace(Document before, Document after) {
        byte[] position = position(before);
        byte[] bson = encode(after);
        if (Arrays.equals(bson, documents.get(position))) {
            return false;
        }
        List<byte[]> keys = freeKeys(after, position);
        documents.put(position, bson);
        for (int i = 0; i < keys.size(); i++) {
            MVMap<byte[], byte[]> entries = indexes.get(i).entries();
            byte[] old = indexes.get(i).key(before, position);
            if (!Arrays.equals(old, keys.get(i))) {
                entries.remove(old);
                entries.put(keys.get(i), position);
            }
        }
        return true;
    }

    /**
     * Deletes matching documents.
     *
     * @param limit maximum number; 0 for all
     * @return number of deleted documents
     */
    public int delete(Catalog catalog, Document filter, int limit) {
        int deleted = 0;
        for (Document document : find(catalog, filter, limit)) {
            byte[] position = position(document);
            indexes.forEach(index -> index.entries().remove(index.key(document, position)));
            documents.remove(position);
            deleted++;
        }
        return deleted;
    }

    /**
     * Adds all documents to an index that is not yet one of the collection.
     *
     * @param afterPart called after each part of a long build
     * @throws MongoServerError as {@link #insert}
     */
    void fill(StoredIndex index, Runnable afterPart) {
        int added = 0;
        for (Iterator<byte[]> positions = documents.keyIterator(null); positions.hasNext(); added++) {
            byte[] position = positions.next();
            index.entries().put(freeKey(index, Bson.decode(bytesAt(documents, position)), position), position);
            if (added % BUILD_PART == BUILD_PART - 1) {
                afterPart.run();
            }
        }
    }

    private List<byte[]> freeKeys(Document document, byte[] position) {
        return indexes.stream().map(index -> freeKey(index, document, position)).toList();
    }

    private byte[] freeKey(StoredIndex index, Document document, byte[] position) {
        byte[] key = index.key(document, position);
        byte[] found = index.description().unique() ? index.entries().get(key) : null;
        if (found != null && !Arrays.equals(found, position)) {
            throw duplicate(index.name());
        }
        return key;
    }

    private MongoServerError duplicate(String index) {
        return ServerError.DUPLICATE_KEY.because(
                "E11000 duplicate key error collection: " + namespace + " index: " + index);
    }

    static byte[] position(Document document) {
        return BY_ID.append(new KeyBytes(), document).toBytes();
    }

    private static byte[] encode(Document document) {
        byte[] bytes = Bson.encode(document);
        if (bytes.length > MAX_DOCUMENT_SIZE) {
            throw ServerError.DOCUMENT_TOO_LARGE.because(
                    "A document of " + bytes.length + " bytes is too large; the limit is " + MAX_DOCUMENT_SIZE);
        }
        return bytes;
    }
}
