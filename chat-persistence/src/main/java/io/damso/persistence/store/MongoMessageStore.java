package io.damso.persistence.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static io.damso.persistence.store.MessageDocument.COLLECTION;
import static io.damso.persistence.store.MessageDocument.COPIES;
import static io.damso.persistence.store.MessageDocument.ID;
import static io.damso.persistence.store.MessageDocument.ROOM_ID;
import static io.damso.persistence.store.MessageDocument.SEQ;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.data.mongodb.core.CollectionCallback;
import org.springframework.data.mongodb.core.MongoOperations;

/**
 * Stores messages in MongoDB. {@code _id} rejects repeated messages, and a unique index on {@code roomId, seq} assigns
 * each number once. The unique index on sender and client message id that earlier versions made is dropped: the same
 * client message id in another room, or of another text, is another message.
 *
 * <p>Batches are inserted optimistically and in order, so that after a rejected message a prefix of the batch is stored
 * without a gap. An unordered insert would store the messages after the rejected one and leave a gap.
 */
final class MongoMessageStore implements MessageStore {

    private static final int MAX_ROUNDS_WITHOUT_PROGRESS = 10;
    private static final String PROBE = "probe";
    private static final InsertManyOptions IN_ORDER = new InsertManyOptions().ordered(true);
    private static final BulkWriteOptions IN_ANY_ORDER = new BulkWriteOptions().ordered(false);

    private final MongoOperations mongo;
    private final CollectionIndexes indexes;
    private final RoomSequences sequences = new RoomSequences(this::highestStored);

    MongoMessageStore(MongoOperations mongo) {
        this.mongo = mongo;
        this.indexes = MessageDocument.indexes(mongo);
    }

    @Override
    public StoredBatch store(List<Arrival> arrivals) {
        indexes.ensure();
        Batch left = Batch.withoutDuplicates(arrivals);
        Map<String, Long> seqs = new HashMap<>();
        CopyUpdates copies = new CopyUpdates();
        int stored = 0;
        int roundsWithoutProgress = 0;
        while (!left.isEmpty()) {
            List<Document> inserted = insertInOrder(left);
            stored += inserted.size();
            inserted.forEach(document -> note(document, seqs, copies));
            Batch rest = left.after(inserted.size());
            if (!rest.isEmpty()) {
                find(in(ID, rest.ids()), include(SEQ, COPIES)).forEach(document -> note(document, seqs, copies));
                rest = rest.without(seqs.keySet());
            }
            roundsWithoutProgress = rest.size() < left.size() ? 0 : roundsWithoutProgress + 1;
            if (roundsWithoutProgress > MAX_ROUNDS_WITHOUT_PROGRESS) {
                indexes.suspect();
                throw new ConcurrencyFailureException("Other writers use the numbers of rooms " + rest.roomIds());
            }
            left = rest;
        }
        addCopies(arrivals, copies);
        return new StoredBatch(stored, entries(arrivals, seqs));
    }

    private static void note(Document document, Map<String, Long> seqs, CopyUpdates copies) {
        seqs.put(document.getString(ID), document.getLong(SEQ));
        copies.present(document.getString(ID), MessageDocument.copies(document));
    }

    /** A subscriber may have received any of the copies, so a repeat is noted although it is not stored again. */
    private void addCopies(List<Arrival> arrivals, CopyUpdates copies) {
        for (Arrival arrival : arrivals) {
            if (arrival.copy() != null) {
                copies.arrived(arrival.message().id(), arrival.copy());
            }
        }
        List<UpdateOneModel<Document>> updates = copies.updates();
        if (!updates.isEmpty()) {
            execute(collection -> collection.bulkWrite(updates, IN_ANY_ORDER));
        }
    }

    private List<StoredCopies> entries(List<Arrival> arrivals, Map<String, Long> seqs) {
        Instant now = Instant.now();
        return arrivals.stream()
                .map(arrival -> new StoredCopies(
                        arrival.message().roomId(),
                        Objects.requireNonNull(seqs.get(arrival.message().id())),
                        now,
                        arrival.copy() == null ? List.of() : List.of(arrival.copy())))
                .toList();
    }

    /** Returns the documents that were inserted before one was rejected as a duplicate. */
    private List<Document> insertInOrder(Batch batch) {
        List<Document> documents = batch.numbered(sequences::highest, Instant.now());
        try {
            int inserted = execute(collection -> insert(collection, documents));
            if (inserted == documents.size()) {
                documents.forEach(d -> sequences.remember(d.getString(ROOM_ID), d.getLong(SEQ)));
            } else {
                sequences.forget(batch.roomIds());
            }
            return documents.subList(0, inserted);
        } catch (RuntimeException e) {
            // The number of inserted messages is not known.
            sequences.forget(batch.roomIds());
            throw e;
        }
    }

    private static int insert(MongoCollection<Document> collection, List<Document> documents) {
        try {
            collection.insertMany(documents, IN_ORDER);
            return documents.size();
        } catch (MongoBulkWriteException e) {
            List<BulkWriteError> errors = e.getWriteErrors();
            boolean duplicate = !errors.isEmpty()
                    && e.getWriteConcernError() == null
                    && errors.stream()
                            .allMatch(error ->
                                    ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY);
            if (!duplicate) {
                throw e;
            }
            return errors.getFirst().getIndex();
        }
    }

    private List<Document> find(Bson filter, Bson projection) {
        return execute(
                collection -> collection.find(filter).projection(projection).into(new ArrayList<>()));
    }

    private long highestStored(String roomId) {
        List<StoredMessage> newest = before(roomId, Long.MAX_VALUE, 1);
        return newest.isEmpty() ? 0 : newest.getFirst().seq();
    }

    @Override
    public boolean acceptsWrites() {
        Document probe = new Document(ID, PROBE).append("at", new Date());
        try {
            mongo.execute(
                    PROBE,
                    collection -> collection.replaceOne(eq(ID, PROBE), probe, new ReplaceOptions().upsert(true)));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public OptionalLong seqOf(String roomId, String messageId) {
        List<Document> found = find(and(eq(ID, messageId), eq(ROOM_ID, roomId)), include(SEQ));
        return found.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(found.getFirst().getLong(SEQ));
    }

    @Override
    public List<StoredMessage> before(String roomId, long seq, int limit) {
        return page(and(eq(ROOM_ID, roomId), lt(SEQ, seq)), descending(SEQ), limit);
    }

    @Override
    public List<StoredMessage> after(String roomId, long seq, int limit) {
        return page(and(eq(ROOM_ID, roomId), gt(SEQ, seq)), ascending(SEQ), limit);
    }

    private List<StoredMessage> page(Bson filter, Bson order, int limit) {
        indexes.ensure();
        return execute(collection -> collection
                .find(filter)
                .sort(order)
                .limit(limit)
                .map(MessageDocument::read)
                .into(new ArrayList<>()));
    }

    private <T> T execute(CollectionCallback<T> callback) {
        return Objects.requireNonNull(mongo.execute(COLLECTION, callback));
    }
}
