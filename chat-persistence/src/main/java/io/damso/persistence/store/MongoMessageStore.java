package io.damso.persistence.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static io.damso.persistence.store.MessageDocument.CLIENT_MESSAGE_ID;
import static io.damso.persistence.store.MessageDocument.COLLECTION;
import static io.damso.persistence.store.MessageDocument.ID;
import static io.damso.persistence.store.MessageDocument.ROOM_ID;
import static io.damso.persistence.store.MessageDocument.SENDER;
import static io.damso.persistence.store.MessageDocument.SEQ;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOptions;
import io.damso.protocol.ChatMessage;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
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

    private final MongoOperations mongo;
    private final CollectionIndexes indexes;
    private final RoomSequences sequences = new RoomSequences(this::highestStored);

    MongoMessageStore(MongoOperations mongo) {
        this.mongo = mongo;
        this.indexes = new CollectionIndexes(
                mongo,
                COLLECTION,
                List.of(new IndexModel(ascending(ROOM_ID, SEQ), new IndexOptions().unique(true))),
                List.of(ascending(SENDER, CLIENT_MESSAGE_ID)));
    }

    @Override
    public int store(List<ChatMessage> messages) {
        indexes.ensure();
        Batch left = Batch.withoutDuplicates(messages);
        int stored = 0;
        int roundsWithoutProgress = 0;
        while (!left.isEmpty()) {
            int inserted = insertInOrder(left);
            stored += inserted;
            Batch rest = left.after(inserted);
            rest = rest.isEmpty() ? rest : withoutStored(rest);
            roundsWithoutProgress = rest.size() < left.size() ? 0 : roundsWithoutProgress + 1;
            if (roundsWithoutProgress > MAX_ROUNDS_WITHOUT_PROGRESS) {
                indexes.suspect();
                throw new ConcurrencyFailureException("Other writers use the numbers of rooms " + rest.roomIds());
            }
            left = rest;
        }
        return stored;
    }

    /** Returns the number of messages that were inserted before one was rejected as a duplicate. */
    private int insertInOrder(Batch batch) {
        List<Document> documents = batch.numbered(sequences::highest);
        try {
            int inserted = execute(collection -> insert(collection, documents));
            if (inserted == documents.size()) {
                documents.forEach(d -> sequences.remember(d.getString(ROOM_ID), d.getLong(SEQ)));
            } else {
                sequences.forget(batch.roomIds());
            }
            return inserted;
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

    private Batch withoutStored(Batch batch) {
        Set<String> ids = new HashSet<>();
        find(in(ID, batch.ids()), include(ID)).forEach(document -> ids.add(document.getString(ID)));
        return batch.without(ids);
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
