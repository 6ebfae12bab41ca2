package io.damso.store.storage;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import de.bwaldvogel.mongo.exception.InvalidIdFieldError;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.damso.store.query.KeyBytes;
import io.damso.store.query.OrderedKeys;
import io.damso.store.query.Plan;
import io.damso.store.query.SortOrder;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Documents in a map ordered by {@code _id}. A document's position is its key there: the bytes of its {@code _id}.
 *
 * <p>Whatever is read comes from the state the current command sees; every document is a copy.
 */
final class StoredCollection extends AbstractMongoCollection<byte[]> {

    private static final String ID = "_id";
    private static final int MAX_DOCUMENT_SIZE = 16 << 20;
    private static final int DOCUMENT_TOO_LARGE = 10334;
    private static final int SAMPLES = 100;

    private final StoreFile file;
    private final Cursors cursors;
    private final MVMap<byte[], byte[]> documents;
    private volatile List<OrderedIndex> ordered = List.of();
    private long lastPlace;

    StoredCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry registry,
            StoreFile file,
            Cursors cursors,
            String mapName) {
        super(database, name, options, registry);
        this.file = file;
        this.cursors = cursors;
        this.documents = file.documents(mapName);
    }

    /** Returns the position of a document of an ordinary collection. */
    static byte[] position(Document document) {
        return KeyBytes.of(document.get(ID));
    }

    // ---- reading

    /**
     * Returns the documents that match, in order. They are read one by one as the stream is, except that documents which
     * must be sorted are read twice.
     *
     * @param limit how many at most; 0 for all
     */
    Stream<Document> find(Document filter, @Nullable Document sort, int skip, int limit) {
        MVMap<byte[], byte[]> seen = file.view().of(documents);
        if (seen == null) {
            return Stream.empty();
        }
        SortOrder order = SortOrder.of(sort);
        long wanted = limit > 0 ? (long) skip + limit : Long.MAX_VALUE;
        Plan plan = plan(seen, filter, order, wanted);
        QueryMatcher matcher = new DefaultQueryMatcher();
        Stream<Found> found = plan.stream()
                .map(entry -> plan.holdsDocuments()
                        ? Found.of(entry.getKey(), entry.getValue())
                        : Found.of(entry.getValue(), seen.get(entry.getValue())))
                .filter(candidate -> matcher.matches(candidate.document(), filter));
        Stream<Document> result = plan.isSorted()
                ? found.map(Found::document)
                : Sorting.sort(found, order, wanted).map(position -> Bson.decode(seen.get(position)));
        return (limit > 0 ? result.limit(wanted) : result).skip(skip);
    }

    /** Returns how a query is answered; null if the collection does not exist in the state that is seen. */
    @Nullable Plan plan(Document filter, SortOrder order, long wanted) {
        MVMap<byte[], byte[]> seen = file.view().of(documents);
        return seen == null ? null : plan(seen, filter, order, wanted);
    }

    private Plan plan(MVMap<byte[], byte[]> seen, Document filter, SortOrder order, long wanted) {
        List<OrderedKeys.Field> id = List.of(new OrderedKeys.Field(ID, true));
        OrderedKeys all = new OrderedKeys("_id_", id, new byte[0], false, true, seen);
        View view = file.view();
        return Plan.choose(filter, order, wanted, all, ordered.stream().flatMap(index -> index.keysFor(view)).toList());
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        Stream<Document> found = find(query, orderBy, numberToSkip, Math.abs(limit));
        Stream<Document> projected = fieldSelector == null || fieldSelector.isEmpty()
                ? found
                : found.map(document -> project(document, fieldSelector));
        return batchSize > 0 ? cursors.first(projected, batchSize) : new QueryResult(projected::iterator);
    }

    /** The base class's projection cannot be had by itself. */
    private Document project(Document document, Document fields) {
        return matchDocumentsFromStream(Stream.of(document), new Document(), null, 0, 0, 0, fields).iterator().next();
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, Document orderBy, int numberToSkip, int limit, int batchSize, Document fieldSelector) {
        return queryDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    @Override
    public Stream<Document> queryAllAsStream() {
        return find(new Document(), null, 0, 0);
    }

    @Override
    public int count() {
        return Math.toIntExact(size());
    }

    private long size() {
        MVMap<byte[], byte[]> seen = file.view().of(documents);
        return seen == null ? 0 : seen.sizeAsLong();
    }

    @Override
    public int count(@Nullable Document query, int skip, int limit) {
        Document filter = query == null ? new Document() : query;
        Plan plan = plan(filter, SortOrder.of(null), Long.MAX_VALUE);
        if (plan == null) {
            return 0;
        }
        long counted = plan.isExact() ? plan.count() : find(filter, null, 0, limit > 0 ? skip + limit : 0).count();
        long left = Math.max(0, counted - skip);
        return Math.toIntExact(limit > 0 ? Math.min(left, limit) : left);
    }

    @Override
    protected Stream<DocumentWithPosition<byte[]>> streamAllDocumentsWithPosition() {
        return documents.entrySet().stream()
                .map(entry -> new DocumentWithPosition<>(Bson.decode(entry.getValue()), entry.getKey()));
    }

    @Override
    protected Document getDocument(byte[] position) {
        return Bson.decode(documents.get(position));
    }

    // ---- writing

    @Override
    public void addDocument(Document document) {
        String idField = getIdField();
        if (ID.equals(idField) && !document.containsKey(ID)) {
            document.put(ID, new ObjectId());
        }
        Object id = idField == null ? nextPlace() : document.get(idField);
        if (id instanceof Collection) {
            throw new InvalidIdFieldError("The '_id' value cannot be of type array");
        }
        byte[] position = KeyBytes.of(id);
        if (documents.putIfAbsent(position, encode(document)) != null) {
            throw new DuplicateKeyError(this, "_id_ dup key: { _id: " + Json.toCompactJsonValue(id) + " }");
        }
        addToIndexes(document, position);
    }

    /** The list of indexes has no ids and is kept in the order of its making, also over restarts. */
    private long nextPlace() {
        lastPlace = Math.max(lastPlace + 1, System.currentTimeMillis() << Short.SIZE);
        return lastPlace;
    }

    /** Adds to all indexes or, if one refuses, to none, and not to the collection either. */
    private void addToIndexes(Document document, byte[] position) {
        int done = 0;
        try {
            for (OrderedIndex index : ordered) {
                if (!index.insert(document, position)) {
                    throw index.duplicate(document, this);
                }
                done++;
            }
        } catch (MongoServerError e) {
            ordered.subList(0, done).forEach(index -> index.delete(document, position));
            documents.remove(position);
            throw e;
        }
    }

    /** Returns what is kept of a document, or refuses it if it is too large. */
    static byte[] encode(Document document) {
        byte[] bytes = Bson.encode(document);
        if (bytes.length > MAX_DOCUMENT_SIZE) {
            throw new MongoServerError(DOCUMENT_TOO_LARGE, "BSONObjectTooLarge", "A document of " + bytes.length
                    + " bytes is too large; the limit is " + MAX_DOCUMENT_SIZE);
        }
        return bytes;
    }

    @Override
    protected byte[] addDocumentInternal(Document document) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeDocument(Document document) {
        byte[] position = findDocumentPosition(document);
        ordered.forEach(index -> index.delete(document, position));
        removeDocument(position);
    }

    @Override
    protected void removeDocument(byte[] position) {
        documents.remove(position);
    }

    @Override
    protected void handleUpdate(byte[] position, Document oldDocument, Document newDocument) {
        documents.put(position, encode(newDocument));
    }

    @Override
    protected byte[] findDocumentPosition(Document document) {
        String idField = getIdField();
        return idField == null ? super.findDocumentPosition(document) : KeyBytes.of(document.get(idField));
    }

    // ---- indexes

    @Override
    public void addIndex(Index<byte[]> index) {
        super.addIndex(index);
        takeIndexes();
    }

    @Override
    public void dropIndex(String indexName) {
        super.dropIndex(indexName);
        takeIndexes();
    }

    private void takeIndexes() {
        ordered = getIndexes().stream()
                .filter(OrderedIndex.class::isInstance).map(OrderedIndex.class::cast).toList();
    }

    // ---- size

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int sizeDelta) {
        throw new UnsupportedOperationException();
    }

    /** An estimate from some of the documents. */
    @Override
    protected int getDataSize() {
        MVMap<byte[], byte[]> seen = file.view().of(documents);
        if (seen == null || seen.isEmpty()) {
            return 0;
        }
        long size = seen.sizeAsLong();
        long samples = Math.min(size, SAMPLES);
        long bytes = 0;
        for (long i = 0; i < samples; i++) {
            bytes += seen.get(seen.getKey(i * size / samples)).length;
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes * size / samples);
    }
}
